"""Sentences as eSpeak NG says them, frame by frame: which phone sounds when, and what is heard."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from genai_utils.data import voices
from genai_utils.data.pronunciations import PHONES

PAUSES = (",", ".", "?")
SYMBOLS = (*PAUSES, *PHONES)
BARE = tuple(dict.fromkeys(phone.rstrip("012") for phone in PHONES))  # 39, without stress
# What the listener writes for a symbol: 0 for a pause, then the phones without their stress.
PLAIN = dict.fromkeys(PAUSES, 0) | {p: BARE.index(p.rstrip("012")) + 1 for p in PHONES}
# eSpeak's mnemonics of American English in the CMU dictionary's phones. Some are two of them.
ONE = (
    "t=T t#=T t2=T n=N n-=N s=S d=D m=M k=K l=L z=Z r=R r-=R w=W j=Y b=B p=P v=V D=DH f=F "
    "h=HH N=NG g=G S=SH tS=CH dZ=JH T=TH Z=ZH I=IH I2=IH I#=IH V=AH @=AH a#=AH @2=AH @-=AH "
    "aI=AY u:=UW a=AE aa=AE E=EH eI=EY i=IY i:=IY 3=ER 3:=ER oU=OW 0=AA A:=AA A@=AA+R @L=AH+L "
    "U=UH aU=AW O:=AO O2=AO O@=AO+R U@=UH+R e@=EH+R o@=AO+R i@=IH+R i@3=IH+R aI@=AY+ER "
    "aI3=AY+ER OI=OY"
)
MEANT = {name: phones.split("+") for name, phones in (pair.split("=", 1) for pair in ONE.split())}


@dataclass(frozen=True)
class Aligned:
    """Symbols of `SYMBOLS`, how many samples each lasts, and whether it begins a word.

    >>> aligned(voices.say("Two?")).symbols
    (',', 'T', 'UW1', '?')
    """

    symbols: tuple[str, ...]
    samples: tuple[int, ...]
    begins: tuple[bool, ...]


def aligned(utterance: voices.Utterance) -> Aligned:
    """The phones of an utterance in the dictionary's symbols, with the pauses around them.

    A pause is ',' inside a sentence, and its last sign at the end. A mnemonic of two phones is cut
    in the middle. What we have no symbol for lengthens the phone before it. Raises `ValueError`
    if that is the first.

    >>> aligned(voices.say("Two?")).begins
    (False, True, False, False)
    """
    first = utterance.phones[0].start
    symbols, samples, begins = [","], [first], [False]
    starts = {word.start for word in utterance.words}
    for phone in utterance.phones:
        name, length = voices.plain(phone.name), phone.stop - phone.start
        pause = name.startswith("_")
        if (pause and symbols[-1] in PAUSES) or (not pause and name not in MEANT):
            samples[-1] += length
            continue
        stress = {"'": "1", ",": "2"}.get(phone.name[0], "0")
        meant = [","] if pause else MEANT[name]
        meant = [m if m in SYMBOLS else m + stress for m in meant]
        cuts = torch.linspace(0, length, len(meant) + 1).long().diff().tolist()
        symbols += meant
        samples += cuts
        begins += [phone.start in starts, *[False] * (len(meant) - 1)]
    sign = utterance.text.strip()[-1]
    symbols[-1] = sign if sign in PAUSES else "."
    return Aligned(tuple(symbols), tuple(samples), tuple(begins))


def sentences(
    texts: Sequence[str], known: Sequence[str], least: int = 3, most: int = 12
) -> list[str]:
    """The sentences of some texts whose words are all known, each once, in their order.

    They hold letters, apostrophes and commas alone and end with a point or a question mark.

    >>> sentences(["A word. Is it? I say: no!"], ["a", "word", "is", "it"], least=2)
    ['A word.', 'Is it?']
    """
    words = set(known)
    found: dict[str, str] = {}
    for text in texts:
        for piece in re.findall(r"[^.!?]+[.!?]?", text):
            sentence = piece.strip().replace("!", ".")
            if sentence and sentence[-1] not in ".?":
                sentence += "."
            spelled = re.findall(r"[a-z']+", sentence.lower())
            plain = re.fullmatch(r"[A-Za-z' ,]+[.?]", sentence)
            if plain and least <= len(spelled) <= most and words.issuperset(spelled):
                found.setdefault(" ".join(spelled), sentence)
    return list(found.values())
