"""Every experiment of //experiments:report, in the order of the page. paper_experiment fails for one that is not here."""

EXPERIMENTS = [
    "//experiments/brp_nas:latency_prediction",
    "//experiments/brp_nas:eagle_comparison",
    "//experiments/brp_nas:device_correlation",
    "//experiments/brp_nas:sample_efficiency",
    "//experiments/brp_nas:accuracy_ranking",
    "//experiments/brp_nas:iterative_selection",
    "//experiments/brp_nas:ablation",
    "//experiments/brp_nas:eagle_search",
    "//experiments/brp_nas:latency_constrained_nas",
    "//experiments/fabnet:operation_breakdown",
    "//experiments/fabnet:model_reduction",
    "//experiments/fabnet:speedup_breakdown",
    "//experiments/fabnet:bandwidth",
    "//experiments/fabnet:resources",
    "//experiments/fabnet:accelerator_comparison",
    "//experiments/fabnet:rtl_vs_cycle_model",
    "//experiments/fabnet:codesign",
    "//experiments/fabnet:cpu_latency",
    "//experiments/fabnet:lra_data",
    "//experiments/codesign_nas:model_calibration",
    "//experiments/codesign_nas:pareto_front",
    "//experiments/codesign_nas:resnet_googlenet_comparison",
    "//experiments/codesign_nas:search_strategies",
    "//experiments/codesign_nas:rtl_validation",
    "//experiments/nas_bench_asr:search_space",
    "//experiments/nas_bench_asr:per_distribution",
    "//experiments/nas_bench_asr:budget_correlation",
    "//experiments/nas_bench_asr:operation_effect",
    "//experiments/nas_bench_asr:latency_vs_per",
    "//experiments/nas_bench_asr:nas_comparison",
    "//experiments/segmentation:data",
    "//experiments/segmentation:latency_predictor",
    "//experiments/segmentation:realtime_search",
    "//experiments/nas_bench_asr:recognition",
    "//experiments/shrinkml:rank_search",
]

# Experiments that test the framework.
NOT_IN_REPORT = [
    "//experiments/framework/testdata:pi",
]
