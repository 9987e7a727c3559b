"""The processor's own word for: this will be read soon. It changes no result."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, overload

LINE = 64  # bytes that come together


def prefetch(address):  # type: ignore[no-untyped-def]
    """Where nothing is compiled: nothing."""


@overload(prefetch)
def _compiled(address):  # type: ignore[no-untyped-def]
    return lambda address: _line(address)  # type: ignore[call-arg]


@intrinsic
def _line(_: Any, address: Any) -> Any:
    """LLVM's `prefetch`: to read, to be kept near, as data."""

    def write(context, builder, signature, given):  # type: ignore[no-untyped-def]
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        told = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")  # type: ignore[no-untyped-call]
        builder.call(told, [builder.inttoptr(given[0], byte), number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(types.intp), write
