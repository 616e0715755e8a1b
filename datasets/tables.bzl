"""Which table each pinned file or tree is converted into: all of pins.bzl is here (pins_test)."""

HELP_FILES = [
    "1080ti_1.pt",
    "1080ti_256.pt",
    "1080ti_32.pt",
    "2080ti_1.pt",
    "2080ti_256.pt",
    "2080ti_32.pt",
    "essential_ph_1.pt",
    "eyeriss.pt",
    "fpga.pt",
    "gold_6226.pt",
    "gold_6240.pt",
    "pixel2.pt",
    "pixel3.pt",
    "raspi4.pt",
    "samsung_s7.pt",
    "silver_4114.pt",
    "str_arch2idx.pt",
    "titan_rtx_1.pt",
    "titan_rtx_256.pt",
    "titan_rtx_32.pt",
    "titanx_1.pt",
    "titanx_256.pt",
    "titanxp_1.pt",
    "titanxp_256.pt",
    "titanxp_32.pt",
]

HW_NAS_BENCH_FILES = [
    "hw_ImageNet16-120.csv",
    "hw_cifar10.csv",
    "hw_cifar100.csv",
]

LATBENCH_FILES = [
    "desktop-cpu-core-i7-7820x-fp32.pickle",
    "desktop-gpu-gtx-1080ti-fp32.pickle",
    "embedded-gpu-jetson-nano-fp16.pickle",
    "embedded-gpu-jetson-nano-fp32.pickle",
    "embedded-tpu-edge-tpu-int8.pickle",
    "mobile-cpu-snapdragon-450-cortex-a53-int8.pickle",
    "mobile-cpu-snapdragon-675-kryo-460-int8.pickle",
    "mobile-cpu-snapdragon-855-kryo-485-int8.pickle",
    "mobile-dsp-snapdragon-675-hexagon-685-int8.pickle",
    "mobile-dsp-snapdragon-855-hexagon-690-int8.pickle",
    "mobile-gpu-snapdragon-450-adreno-506-int8.pickle",
    "mobile-gpu-snapdragon-675-adreno-612-int8.pickle",
    "mobile-gpu-snapdragon-855-adreno-640-int8.pickle",
]

NASBENCH101_FILES = [
    "7v_data.pt",
    "data-10k.json",
    "data-1k.json",
    "data-20k.json",
]

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

TABLES = {
    "//datasets/latbench:help_table": HELP_FILES,
    "//datasets/latbench:hwnasbench_table": HW_NAS_BENCH_FILES,
    "//datasets/latbench:latbench_table": LATBENCH_FILES,
    "//datasets/nasbench101:published_table": NASBENCH101_FILES,
    "//datasets/nasbench201:nasbench201_table": NASBENCH201_FILES,
}

# What each pinned tree becomes: a table of examples, or a corpus of speech. They are large, so describe does not ask
# for them.
TREE_TABLES = {
    "//datasets/ljspeech:corpus": [
        "ljspeech32.tar",
        "ljspeech32_textgrid.tar",
    ],
    "//datasets/lra:image_table": ["cifar10_jpeg.tar"],
    "//datasets/lra:text_table": ["imdb.tar"],
    "//datasets/spoken_digits:corpus": ["fsdd.tar"],
}
