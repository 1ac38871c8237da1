"""Say on what processor something was measured: ratios differ with its vector instructions."""

import os
import platform
import re
from pathlib import Path

__all__ = ["processor"]

INSTRUCTIONS = ("avx512f", "avx2", "avx", "asimd")
"""The widest first."""


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """Return model, widest vector instructions, and cores: ``"AMD EPYC 7B13, avx2, 2 cores"``.

    Where the system keeps no such file, its own word for the machine: ``"arm64, 8 cores"``.
    """
    try:
        text = cpuinfo.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    model = re.search(r"^model name\s*:\s*(.*\S)", text, re.MULTILINE)
    flags = re.search(r"^(?:flags|Features)\s*:(.*)", text, re.MULTILINE)
    known = set(flags[1].split()) if flags else set()
    widest = [name for name in INSTRUCTIONS if name in known][:1]
    cores = os.cpu_count() or 1
    name = model[1] if model else platform.machine()
    return ", ".join([name, *widest, f"{cores} core{'s' * (cores > 1)}"])
