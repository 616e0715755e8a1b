"""Which pinned files the table of NAS-Bench-201 is converted from."""

NASBENCH201_FILES = [
    "cifar100_perfmetrics.txt",
    "cifar10_perfmetrics.txt",
    "imagenet_perfmetrics.txt",
    "mini-bench-arch-cell-accs.pd",
    "nas-201-arch.json",
    "nb201_val_accs.csv",
    "nb201_zc_proxies.csv",
    "nb201_zen.zip",
    "str_arch2idx.pt",
]
