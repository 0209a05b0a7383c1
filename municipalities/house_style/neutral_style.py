"""The colours of the neutral house style that no brand colour changes, as static/css/tokens.css has them.

The ramp of a brand colour is fitted to these grounds and inks; a test compares both places.
"""

BASIS = "--basis-color-"


def _named(**groups: dict[str, str]) -> dict[str, str]:
    return {
        f"{BASIS}{group}-{shade}": value
        for group, shades in groups.items()
        for shade, value in shades.items()
    }


LIGHT = _named(
    default={
        "bg-document": "#ffffff",
        "bg-subtle": "#f9fafc",
        "bg-default": "#eef0f4",
        "bg-hover": "#e4e8ee",
        "bg-active": "#d3d9e1",
        "border-subtle": "#d5dae2",
        "border-default": "#6b7385",
        "border-hover": "#4b5565",
        "border-active": "#15202b",
        "color-subtle": "#545e6d",
        "color-default": "#33404f",
        "color-hover": "#23303d",
        "color-active": "#15202b",
        "color-document": "#15202b",
    },
    positive={
        "color-default": "#0a6630",
        "color-document": "#0b3d20",
        "border-default": "#0a6630",
        "bg-default": "#e9f6ee",
    },
    warning={
        "color-default": "#864700",
        "color-document": "#4d2900",
        "border-default": "#b36519",
        "bg-default": "#fdf3e6",
    },
    negative={
        "color-default": "#a8112f",
        "color-document": "#5c0a1b",
        "border-default": "#a8112f",
        "bg-default": "#fdf0f2",
    },
    info={
        "color-default": "#1d5687",
        "color-document": "#12324e",
        "border-default": "#3273ab",
        "bg-default": "#eff6fd",
    },
)

DARK = _named(
    default={
        "bg-document": "#0e171f",
        "bg-subtle": "#14202a",
        "bg-default": "#1c2a36",
        "bg-hover": "#24333f",
        "bg-active": "#2e3f4d",
        "border-subtle": "#3a4a58",
        "border-default": "#8a9aa9",
        "border-hover": "#a5b3c0",
        "border-active": "#f4f7fa",
        "color-subtle": "#b6c2ce",
        "color-default": "#d5dde5",
        "color-hover": "#e6ecf1",
        "color-active": "#f4f7fa",
        "color-document": "#f4f7fa",
    },
    positive={
        "color-default": "#7fdba0",
        "color-document": "#c9f2d7",
        "border-default": "#7fdba0",
        "bg-default": "#10301d",
    },
    warning={
        "color-default": "#ffc27a",
        "color-document": "#ffe3c2",
        "border-default": "#ffc27a",
        "bg-default": "#37260f",
    },
    negative={
        "color-default": "#ff9aa9",
        "color-document": "#ffd5db",
        "border-default": "#ff9aa9",
        "bg-default": "#3c141c",
    },
    info={
        "color-default": "#9fcbf3",
        "color-document": "#d5e8fa",
        "border-default": "#9fcbf3",
        "bg-default": "#122b41",
    },
)
