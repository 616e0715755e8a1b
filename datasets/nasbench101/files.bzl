"""Which pinned files the table of NAS-Bench-101 is converted from."""

NASBENCH101_FILES = [
    "7v_data.pt",
    "data-10k.json",
    "data-1k.json",
    "data-20k.json",
]
