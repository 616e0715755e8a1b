"""Everything the project is built with, pinned by the version of a Debian package or an npm lock file."""

load("//third_party:debian.bzl", "debian_bazel_rules", "debian_repository")
load("//third_party/vega:npm.bzl", "npm_repository")

def third_party_repositories():
    """Declares every outside repository but the data (datasets/repositories.bzl)."""
    # What Bazel itself asks for.
    native.local_repository(
        name = "com_google_protobuf",
        path = "third_party/com_google_protobuf",
    )
    native.local_repository(
        name = "remote_coverage_tools",
        path = "third_party/remote_coverage_tools",
    )
    debian_bazel_rules(
        name = "rules_cc",
        old_toolchain_files = [
            "cc/private/rules_impl/cc_flags_supplier.bzl",
            "cc/private/rules_impl/compiler_flag.bzl",
        ],
        packages = {"bazel-rules-cc": "0.0.4"},
        path = "/usr/share/bazel/rules/cc",
    )
    debian_bazel_rules(
        name = "rules_java",
        packages = {"bazel-rules-java": "4.0.0"},
        path = "/usr/share/bazel/rules/java",
    )
    debian_bazel_rules(
        name = "rules_proto",
        packages = {"bazel-rules-proto": "4.0.0"},
        path = "/usr/share/bazel/rules/proto",
    )
    debian_bazel_rules(
        name = "platforms",
        packages = {"bazel-platforms": "0.0.2"},
        path = "/usr/share/bazel/platforms",
    )

    # What the code is built with.
    debian_repository(
        name = "absl",
        build_file = "//third_party:absl.BUILD",
        packages = {"libabsl-dev": "20220623."},
    )
    debian_repository(
        name = "archive",
        build_file = "//third_party:archive.BUILD",
        packages = {"libarchive-dev": "3.6."},
    )
    debian_repository(
        name = "benchmark",
        build_file = "//third_party:benchmark.BUILD",
        packages = {"libbenchmark-dev": "1.7.1"},
    )
    debian_repository(
        name = "boost",
        build_file = "//third_party:boost.BUILD",
        packages = {"libboost1.74-dev": "1.74.0"},
    )
    debian_repository(
        name = "chromium",
        build_file = "//third_party:chromium.BUILD",
        packages = {"chromium": ""},
        paths = {"/usr/bin/chromium": "chromium"},
    )
    debian_repository(
        name = "eigen",
        build_file = "//third_party:eigen.BUILD",
        packages = {"libeigen3-dev": "3.4.0"},
    )
    debian_repository(
        name = "espeak_ng",
        build_file = "//third_party:espeak_ng.BUILD",
        packages = {
            "espeak-ng-data": "1.51",
            "libespeak-ng-dev": "1.51",
        },
    )
    debian_repository(
        name = "fftw",
        build_file = "//third_party:fftw.BUILD",
        packages = {"libfftw3-dev": "3.3."},
    )
    debian_repository(
        name = "googletest",
        build_file = "//third_party:googletest.BUILD",
        packages = {
            "libgmock-dev": "1.12.1",
            "libgtest-dev": "1.12.1",
        },
    )
    debian_repository(
        name = "jpeg",
        build_file = "//third_party:jpeg.BUILD",
        packages = {"libjpeg62-turbo-dev": "1:2.1."},
    )
    debian_repository(
        name = "json",
        build_file = "//third_party:json.BUILD",
        packages = {"nlohmann-json3-dev": "3.11."},
    )
    debian_repository(
        name = "libzip",
        build_file = "//third_party:libzip.BUILD",
        packages = {"libzip-dev": "1.7."},
    )
    debian_repository(
        name = "node",
        build_file = "//third_party:node.BUILD",
        packages = {"nodejs": ""},
        paths = {"/usr/bin/node": "node"},
    )
    debian_repository(
        name = "openblas",
        build_file = "//third_party:openblas.BUILD",
        packages = {"libopenblas-pthread-dev": "0.3.21"},
    )
    debian_repository(
        name = "openssl",
        build_file = "//third_party:openssl.BUILD",
        packages = {"libssl-dev": "3.0."},
    )
    debian_repository(
        name = "png",
        build_file = "//third_party:png.BUILD",
        packages = {"libpng-dev": "1.6."},
    )
    debian_repository(
        name = "protobuf",
        build_file = "//third_party:protobuf.BUILD",
        packages = {
            "libprotobuf-dev": "3.21.12",
            "protobuf-compiler": "3.21.12",
        },
        paths = {"/usr/bin/protoc": "protoc"},
    )
    debian_repository(
        name = "samplerate",
        build_file = "//third_party:samplerate.BUILD",
        packages = {"libsamplerate0-dev": "0.2."},
    )
    debian_repository(
        name = "sndfile",
        build_file = "//third_party:sndfile.BUILD",
        packages = {"libsndfile1-dev": "1.2."},
    )
    debian_repository(
        name = "torch",
        build_file = "//third_party:torch.BUILD",
        packages = {
            "libopenblas0-pthread": "0.3.21",
            "libtorch-dev": "1.13.1",
        },
    )
    debian_repository(
        name = "verilator",
        build_file = "//third_party:verilator.BUILD",
        packages = {"verilator": "5.006"},
        paths = {
            "/usr/bin/verilator_bin": "verilator_bin",
            "/usr/bin/verilator_coverage_bin_dbg": "verilator_coverage_bin",
            "/usr/share/verilator": "share",
        },
    )
    debian_repository(
        name = "yosys",
        build_file = "//third_party:yosys.BUILD",
        packages = {"yosys": "0.23"},
        paths = {
            "/usr/bin/yosys": "yosys",
            "/usr/share/yosys": "share",
        },
    )
    npm_repository(
        name = "vega",
        build_file = "//third_party/vega:vega.BUILD",
        lock_file = "//third_party/vega:package-lock.json",
        package_file = "//third_party/vega:package.json",
    )
