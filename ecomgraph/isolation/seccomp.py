"""Remove network access from a process and all its children permanently (Linux, seccomp).

The filter makes system calls fail with ``EPERM`` if they can create a socket, address a peer, or use a socket of
another process. Without a socket, no code in the process, including native code, can reach another machine or another
program on this one. The process can still read and write open sockets, and create pairs of connected local stream
sockets.
"""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ctypes

__all__ = ["ARCHITECTURES", "Architecture", "Instruction", "filter_for", "leave_network", "why_unavailable"]

# Operation code, number of instructions to skip if true, number to skip if false, operand.
Instruction = tuple[int, int, int, int]

# Classic BPF: load a word of struct seccomp_data, mask it, compare and jump, return.
_LOAD, _AND, _IF_EQUAL, _IF_GREATER, _RETURN = 0x20, 0x54, 0x15, 0x25, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_ALLOW: Final[Instruction] = (_RETURN, 0, 0, 0x7FFF0000)
_REFUSE: Final[Instruction] = (_RETURN, 0, 0, 0x00050000 | errno.EPERM)
_NOT_THERE: Final[Instruction] = (_RETURN, 0, 0, 0x00050000 | errno.ENOSYS)

_AF_UNIX, _AF_INET, _SOCK_STREAM, _SOCK_TYPE_MASK = 1, 2, 1, 0xF
# The last system call of Linux 6.18; a later one may offer another way to a socket. From 424 on, the numbers are the
# same on all architectures.
_NEWEST = 469
_X32 = 0x40000000
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 22, 38, 2
_SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC = 1, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """System call numbers of an architecture; ``audit`` is the kernel's number of the architecture itself."""

    audit: int
    seccomp: int
    sendto: int
    socketpair: int
    refused: dict[str, int]
    has_x32: bool = False


# io_uring can create and connect sockets without a system call that the filter sees. ptrace and the next three can use
# sockets of another process. A key request may make a helper program of the kernel query the DNS.
_EVERYWHERE = {"io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "pidfd_getfd": 438}
_GENERIC = {
    "socket": 198,
    "bind": 200,
    "listen": 201,
    "accept": 202,
    "connect": 203,
    "accept4": 242,
    "ptrace": 117,
    "process_vm_readv": 270,
    "process_vm_writev": 271,
    "add_key": 217,
    "request_key": 218,
    "keyctl": 219,
    **_EVERYWHERE,
}
_X86_64 = {
    "socket": 41,
    "connect": 42,
    "accept": 43,
    "bind": 49,
    "listen": 50,
    "accept4": 288,
    "ptrace": 101,
    "process_vm_readv": 310,
    "process_vm_writev": 311,
    "add_key": 248,
    "request_key": 249,
    "keyctl": 250,
    **_EVERYWHERE,
}
# Keyed by the machine name of uname; all are 64-bit and little-endian.
ARCHITECTURES: Final = {
    "x86_64": Architecture(audit=0xC000003E, seccomp=317, sendto=44, socketpair=53, refused=_X86_64, has_x32=True),
    "aarch64": Architecture(audit=0xC00000B7, seccomp=277, sendto=206, socketpair=199, refused=_GENERIC),
    "riscv64": Architecture(audit=0xC00000F3, seccomp=277, sendto=206, socketpair=199, refused=_GENERIC),
}

# Forked children inherit this together with the filter.
_has_left = False


def filter_for(machine: Architecture) -> list[Instruction]:
    """Return the filter as a classic BPF program.

    All calls through the table of another architecture (32-bit, x32) are refused.

    >>> len(filter_for(ARCHITECTURES["aarch64"]))
    53
    """
    program = [(_LOAD, 0, 0, _ARCHITECTURE), (_IF_EQUAL, 1, 0, machine.audit), _REFUSE, (_LOAD, 0, 0, _NUMBER)]
    if machine.has_x32:
        program += [(_IF_GREATER, 0, 1, _X32 - 1), _REFUSE]
    program += [(_IF_GREATER, 0, 1, _NEWEST), _NOT_THERE]
    for number in machine.refused.values():
        program += [(_IF_EQUAL, 0, 1, number), _REFUSE]
    low, high = _argument(4), _argument(4) + 4
    # sendto() is allowed only with a null pointer for the address, as send() calls it.
    program += [(_IF_EQUAL, 0, 6, machine.sendto), (_LOAD, 0, 0, low), (_IF_EQUAL, 0, 2, 0)]
    program += [(_LOAD, 0, 0, high), (_IF_EQUAL, 1, 0, 0), _REFUSE, _ALLOW]
    # A socket of a datagram pair could also send to other sockets, so only stream pairs are allowed.
    program += [(_IF_EQUAL, 0, 6, machine.socketpair), (_LOAD, 0, 0, _argument(0)), (_IF_EQUAL, 0, 3, _AF_UNIX)]
    program += [(_LOAD, 0, 0, _argument(1)), (_AND, 0, 0, _SOCK_TYPE_MASK), (_IF_EQUAL, 1, 0, _SOCK_STREAM), _REFUSE]
    return [*program, _ALLOW]


def _argument(index: int) -> int:
    return _ARGUMENTS + 8 * index


def why_unavailable() -> str:
    """Return why network access cannot be removed from a process on this system; ``""`` if it can be."""
    machine = _machine()
    if isinstance(machine, str):
        return machine
    try:
        libc = _libc()
    except (ImportError, OSError, AttributeError):
        return "this Python has no ctypes"
    import ctypes

    # This call fails in any case, because it passes no program; the error shows whether the kernel supports filters.
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, 0, 0, 0)
    return "" if ctypes.get_errno() == errno.EFAULT else "the kernel does not support seccomp filters"


def leave_network() -> str:
    """Remove network access from this process and its children; return ``""``, or the reason if that failed.

    This cannot be undone. Open sockets stay open.
    """
    global _has_left
    if not _has_left:
        reason = why_unavailable() or _install()
        if reason:
            return reason
        _has_left = True
    return ""


def _install() -> str:
    import ctypes

    machine = _machine()
    assert isinstance(machine, Architecture)
    libc = _libc()
    program = b"".join(
        code.to_bytes(2, "little") + bytes([true, false]) + operand.to_bytes(4, "little")
        for code, true, false, operand in filter_for(machine)
    )

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))

    given = Program(len(program) // 8, program)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return f"the kernel refuses: {os.strerror(ctypes.get_errno())}"
    all_threads = _SECCOMP_FILTER_FLAG_TSYNC
    if libc.syscall(machine.seccomp, _SECCOMP_SET_MODE_FILTER, all_threads, ctypes.addressof(given)):
        return f"the kernel refuses the filter: {os.strerror(ctypes.get_errno())}"
    opened = libc.socket(_AF_INET, _SOCK_STREAM, 0)
    if opened >= 0:
        os.close(opened)
        return "the kernel accepts the filter but does not apply it"
    return ""


def _machine() -> Architecture | str:
    if sys.platform != "linux":
        return f"seccomp needs Linux, and this system is {sys.platform}"
    name = os.uname().machine
    if name not in ARCHITECTURES or sys.maxsize < 2**32:
        return f"there is no system call list for {name} and this Python"
    return ARCHITECTURES[name]


def _libc() -> ctypes.CDLL:
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    libc.syscall.argtypes = (ctypes.c_long, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_void_p)
    libc.syscall.restype = ctypes.c_long
    libc.socket.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int)
    return libc
