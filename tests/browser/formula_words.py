"""Formulas for axe: each asked once what axe could find in it, and then a word of its size.

A formula is a few hundred elements, and on a page of mathematics four of five are a formula's. They
hold letters and their places, nothing that axe has a rule for but the colour, which is that of the
text around; so axe may read the formula as one word in that colour.
"""

# (drawing, MathML): the attributes that KaTeX writes, none of which axe has a rule for.
DRAWN = "class style aria-hidden xmlns width height viewBox preserveAspectRatio d"
SPOKEN = (
    "class xmlns encoding display displaystyle scriptlevel stretchy fence separator accent minsize "
    "maxsize mathvariant width lspace rspace rowspacing columnalign columnspacing"
)
# What axe would have to look at for itself, of formulas that are in sight or folded away.
ODD = f"""() => {{
    const drawn = new Set("{DRAWN}".split(" ")), spoken = new Set("{SPOKEN}".split(" "));
    const odd = [];
    for (const formula of document.querySelectorAll(".katex")) {{
        const {{color}} = getComputedStyle(formula.parentElement);
        for (const part of formula.querySelectorAll("*")) {{
            const isDrawn = part.closest(".katex-html"), known = isDrawn ? drawn : spoken;
            const others = part.getAttributeNames().filter(name => !known.has(name));
            if (others.length) odd.push(`${{part.localName}} has ${{others}}`);
            if (!isDrawn) continue;
            const style = getComputedStyle(part);
            const plain = style.backgroundColor === "rgba(0, 0, 0, 0)" && style.opacity === "1"
                && style.backgroundImage === "none";
            if (style.color !== color || !plain)
                odd.push(`${{part.textContent}} isn't as the text around it: ${{style.color}}`);
        }}
    }}
    return odd;
}}"""
# Of those that are in sight, since a folded one has no size yet. All sizes are asked before the
# first formula changes, or each change would lay out the page again.
AS_WORDS = """() => {
    const drawings = [...document.querySelectorAll(".katex-html:not(.one-word)")]
        .map(drawing => [drawing, drawing.getBoundingClientRect()])
        .filter(([, {width}]) => width);
    for (const [drawing, {width, height}] of drawings) {
        drawing.classList.add("one-word");
        drawing.replaceChildren(drawing.textContent);
        Object.assign(drawing.style, {
            display: "inline-block", width: `${width}px`, height: `${height}px`,
            overflow: "hidden", whiteSpace: "nowrap", verticalAlign: "bottom",
        });
        const math = drawing.parentElement.querySelector("math");
        math.replaceChildren(math.textContent);
    }
}"""
