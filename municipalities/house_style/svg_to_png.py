"""Draw an SVG as a PNG in a process of its own: whatever it asks for ends with that process.

A hundred lines can ask for hours, for more memory than there is, or for a stack so deep that the program that
draws them is killed. Run as a script, this file is that process.
"""

import resource
import subprocess
import sys

SECONDS, BYTES = 1, 300_000_000
"""Of the processor and of memory; a logo takes a tenth of the one and half of the other."""


class NotDrawn(Exception):
    """The drawing asks for more than a logo may."""


def png_of(svg: bytes, *, width: int) -> bytes:
    """Return a drawing in pixels; raises `NotDrawn`."""
    command = [sys.executable, "-I", __file__, str(width)]
    try:
        # Longer than it may work: the machine may be busy.
        done = subprocess.run(command, input=svg, capture_output=True, timeout=20 * SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotDrawn from error
    if done.returncode:
        raise NotDrawn
    return done.stdout


def _draw(width: int) -> None:
    for limit, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    import resvg_py  # only here: nothing of it runs in the process that asks

    svg = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width)))


if __name__ == "__main__":
    _draw(int(sys.argv[1]))
