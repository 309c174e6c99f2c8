"""How well two colours stand apart: the “contrast ratio” of WCAG 2.2."""

import re

Colour = tuple[float, float, float]


def contrast(colour: str, paper: str) -> float:
    """Of a colour, as a browser computes it, on the colour of its paper."""
    ground = mixed(paper, (0, 0, 0))
    lighter, darker = sorted((luminance(mixed(colour, ground)), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, ground: Colour) -> Colour:
    """What is seen of rgb(…) or rgba(…) on a ground; of “none”, the ground."""
    red, green, blue, alpha = [*map(float, re.findall(r"[\d.]+", colour) or [0] * 4), 1.0][:4]
    parts = zip((red, green, blue), ground, strict=True)
    one, two, three = (part * alpha + under * (1 - alpha) for part, under in parts)
    return one, two, three


def luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
