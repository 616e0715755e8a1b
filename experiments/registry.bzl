"""Every experiment of //experiments:report, in the order of the page. paper_experiment fails for one that is not here."""

EXPERIMENTS = [
    "//experiments/brp_nas:latency_prediction",
    "//experiments/brp_nas:eagle_comparison",
    "//experiments/brp_nas:device_correlation",
]

# Experiments that test the framework.
NOT_IN_REPORT = [
    "//experiments/framework/testdata:pi",
]
