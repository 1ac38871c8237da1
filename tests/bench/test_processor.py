import os
import platform

import pytest

from bench.processor import processor

CORES = f"{os.cpu_count()} core"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "model name\t: AMD EPYC 9V74\nflags\t\t: fpu avx avx2 avx512f\n",
            "AMD EPYC 9V74, avx512f, ",
        ),
        ("model name\t: AMD EPYC \nflags\t\t: fpu avx avx2\n", "AMD EPYC, avx2, "),
        ("processor\t: 0\nFeatures\t: fp asimd\n", f"{platform.machine()}, asimd, "),
        ("", f"{platform.machine()}, "),
    ],
)
def test_the_model_and_its_widest_instructions_are_named(tmp_path, text, said):
    (tmp_path / "cpuinfo").write_text(text, encoding="utf-8")
    assert processor(tmp_path / "cpuinfo").startswith(said + CORES)


def test_a_system_without_the_file_is_named(tmp_path):
    assert processor(tmp_path / "none").startswith(f"{platform.machine()}, {CORES}")
