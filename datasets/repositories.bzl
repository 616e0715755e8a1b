def pinned_repositories():
    pass
