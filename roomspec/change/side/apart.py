"""A process shuts itself in before anything of an asked revision is imported, as far as its system lets it.

Everywhere but on Windows: bounds of memory and time, no file that grows, no process besides.
On Linux besides: no file outside of the folder and of Python itself can be read, none anywhere can be written, nothing
can be run and no other process reached (Landlock, Linux 5.13); no network (a user namespace, where these are allowed,
or else Landlock for TCP, Linux 6.7). On Windows the one who asks ends the process when it takes too long, and no more.
"""

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
PR_SET_NO_NEW_PRIVS = 38
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
READ_FILE, READ_DIR = 1 << 2, 1 << 3
ACCESS_TO_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""Every way to use a file that Landlock knows from a version of its own on."""

LIBRARIES = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache")
"""Where Python's compiled modules find what they are linked with."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("folder", ctypes.c_int32))


def shut_in(folder: Path, *libraries: str, memory: int, seconds: int) -> list[str]:
    """Give up all that asking a model does not need; what could not be given up, in words.

    Arguments: the folder and the libraries that may be read besides Python, bytes of memory, seconds of work.
    """
    loose = []
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        network = libc.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0
        version = libc.syscall(CREATE_RULESET, None, 0, 1)
        files = version > 0 and _only_reads(libc, version, (str(folder), sys.base_prefix, *LIBRARIES, *libraries))
        loose += [] if network else ["the network" if version < 4 else "the network but for TCP"]
        loose += [] if files else ["files"]
    else:
        loose += ["the network", "files"]
    return loose + _bounded(memory, seconds)


def _only_reads(libc: ctypes.CDLL, version: int, places: tuple[str, ...]) -> bool:
    """Let nothing be done to files but to read these; whether the kernel agreed."""
    files = ACCESS_TO_FILES[max(known for known in ACCESS_TO_FILES if known <= version)]
    rules = _Ruleset(files, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = libc.syscall(CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return False
    for place in places:
        with suppress(OSError):
            opened = os.open(place, os.O_PATH | os.O_CLOEXEC)  # type: ignore[attr-defined,unused-ignore]
            access = READ_FILE | (READ_DIR if Path(place).is_dir() else 0)
            libc.syscall(ADD_RULE, ruleset, 1, ctypes.byref(_Beneath(access, opened)), 0)
            os.close(opened)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    agreed: bool = libc.syscall(RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return agreed


def _bounded(memory: int, seconds: int) -> list[str]:
    """Bound what the process may take, where the system knows such bounds; those that it does not know."""
    try:
        import resource  # there is none on Windows
    except ImportError:
        return ["memory", "processes"]
    loose = []
    bounds = {"memory": (resource.RLIMIT_AS, memory), "time": (resource.RLIMIT_CPU, seconds)}
    bounds |= {"processes": (resource.RLIMIT_NPROC, 0), "what is written": (resource.RLIMIT_FSIZE, 0)}
    bounds |= {"what is left behind": (resource.RLIMIT_CORE, 0)}
    for name, (kind, most) in bounds.items():
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (bound, bound))
        except (OSError, ValueError):  # a system that has the name and not the limit
            loose.append(name)
    return loose
