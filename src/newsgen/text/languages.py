"""Tell in which language a text is by its script and its commonest words, and in which direction a language runs."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from newsgen.text.arabic import fold

ARABIC = "ar"
_SCRIPTS: Mapping[str, str] = {
    "arab": "\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "hebr": "\u05d0-\u05f2",
    "latn": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "cyrl": "\u0400-\u052f",
    "grek": "\u0370-\u03ff\u1f00-\u1fff",
    "kana": "\u3041-\u30ff",
    "hani": "\u3400-\u9fff",
    "hang": "\uac00-\ud7af",
    "deva": "\u0904-\u0939\u0958-\u0961",
    "armn": "\u0531-\u058f",
    "geor": "\u10a0-\u10ff",
    "ethi": "\u1200-\u137f",
    "thai": "\u0e01-\u0e3a",
    "syrc": "\u0710-\u072f",
    "tfng": "\u2d30-\u2d67",
    "thaa": "\u0780-\u07a5",
}
"""The letters of each script, for use in a character class, by its name in ISO 15924."""
_WORDS = {
    "ar": "في من على إلى أن عن التي الذي هذا هذه ما لا مع كان كانت قد بعد بين كما أو ذلك قال إن خلال لم"
    " هو هي و تم ثم كل"
    " حيث أي قبل منذ حول ضد أكثر عند لكن لن بأن وقال عليه فيه غير وفي ومن",
    "fa": "در به از که این است را با برای آن می های شد شده بود بر یک تا هم اما او خود نیز کرد یا اند باید"
    " هر اگر چه کرده",
    "ur": "کے کی میں ہے سے اور کو کا نے یہ پر اس ہیں کہ تھا ایک نہیں بھی گیا لیے تو ان ہو کر وہ جو گے رہے تھے گئے",
    "ckb": "لە بە و کە بۆ ئەم ئەو لەگەڵ دا بوو دەکات هەر یان بەڵام دەبێت وەک لەسەر ئەوەی هەموو کرد نییە ئەگەر دوای",
    "ps": "د په چې او کې له دي دی نه یې هم ته سره شوي کړي دا هغه ده څخه پر شو وو خپل باندې",
    "he": "של את על לא הוא זה עם כי גם היא אל או כל אך יש היה",
    "en": "the of and to in a is that for on was with as by it at from be are this an have has not he his"
    " they which were"
    " but said or",
    "fr": "le la de et les des en du un une que est pour dans qui par sur au plus pas ne avec ce sont il"
    " aux été se ces son",
    "es": "el la de que y en los del las un por con una se para es al lo como más su pero sus fue este"
    " entre ha son según",
    "pt": "o a de que e do da em um para com não uma os no se na por mais as dos como mas foi ao das são ou seu pela",
    "it": "il di che la e in un per del è non una della con si le da al i dei sono più nel come anche ha"
    " alla gli ma delle",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an"
    " werden aus er hat",
    "nl": "de het een en van in is dat op te zijn voor met die niet aan er om ook als bij door naar maar uit wordt",
    "tr": "ve bir bu için ile da de olarak olan çok daha gibi sonra ise en kadar ne olduğu var ancak göre"
    " tarafından ya dedi",
    "ku": "û di ji de li bi ku ya bo yê ev jî ew wî hatin hat dike kir wê vê me da",
    "id": "yang dan di dengan untuk ini dari itu dalam tidak pada adalah akan ke oleh juga ada sebagai bisa telah",
    "so": "iyo oo ka ku waa in la uu ee u ah soo ay ayaa si waxaa kale",
    "sw": "ya na wa kwa ni la za katika cha hii kuwa huo pia yake lakini baada",
    "pl": "w i na z do nie się to jest że o jak po od za przez ale dla są oraz był",
    "cs": "a v se na je že s z do to o i k ve pro za by ale od byl jako podle které",
    "sv": "och i att det som en på är av för med den till inte om har de ett var men",
    "is": "og að í á er sem um til við en með af hann fyrir var ekki það hafa",
    "vi": "và của là có trong cho được các với không người một những này đã khi từ về",
    "ro": "și de în la cu a pe din că nu este o pentru care mai sunt un au fost",
    "hu": "a az és hogy nem is egy van volt meg csak már ez de ki azt vagy szerint",
    "ru": "и в не на что с по как это из он за от для к а о но его был было у до же",
    "uk": "і в не на що з та до як це за від для й про він але у також було є",
    "bg": "и в на да се от за е че не с са по ще като до това със",
    "sr": "и у је да на се за од са не су који о као би али",
    "el": "και το να του η της με που την από για είναι τα τον ο στο οι στην",
    "hi": "के है में की से को का और हैं पर ने यह कि एक नहीं",
    "ja": "の は が を に で と も",
    "zh": "的 了 在 是 和 不",
    "ko": "이 그 및 등 수 것 한",
    "am": "እና ነው ላይ ውስጥ",
    "hy": "և է որ",
    "ka": "და არის რომ",
    "th": "ที่ และ ใน",
    "syr": "",
    "zgh": "",
    "dv": "",
}  # fmt: skip
"""The commonest words of each language."""
_SCRIPT_OF = {
    **dict.fromkeys("ar fa ur ckb ps sd ug".split(), "arab"),
    **dict.fromkeys("he yi".split(), "hebr"),
    **dict.fromkeys("ru uk bg sr be mk kk ky tg mn".split(), "cyrl"),
    "el": "grek",
    "hi": "deva",
    "mr": "deva",
    "ne": "deva",
    "ja": "kana",
    "zh": "hani",
    "ko": "hang",
    "am": "ethi",
    "ti": "ethi",
    "hy": "armn",
    "ka": "geor",
    "th": "thai",
    "syr": "syrc",
    "zgh": "tfng",
    "dv": "thaa",
}
"""The script of each language that is not written in Latin letters."""
_OF_SCRIPT = {script: [code for code in _WORDS if _SCRIPT_OF.get(code, "latn") == script] for script in _SCRIPTS}
_RIGHT_TO_LEFT = frozenset({"arab", "hebr", "syrc", "thaa"})
_SAME = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "no": "nb",
    "arb": "ar",
    "ara": "ar",
    "eng": "en",
    "fas": "fa",
    "per": "fa",
}
"""Old and long codes, by which pages still name a language."""
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")
_SAMPLE = 6000
"""In characters."""
_FEW_LETTERS = 20
_ENOUGH_LETTERS = 80
_OPENING, _FEW_PARAGRAPHS = 300, 4
_ARABIC_SHARE = 0.2
_NOT_ARABIC = "\u067e\u0686\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06c6\u06cc\u06ce\u06d2\u06d5"
"""Letters that Persian, Urdu, Kurdish and Pashto have and Arabic has not."""
_MIN_SHARE, _SURE_SHARE, _MARGIN = 0.04, 0.08, 1.5
_ONLY_IN = {"fa": "پچژگکی", "ur": "ٹڈڑںےہھ", "ckb": "ەێۆڕڵڤ", "ps": "ټډړږښڼېۍ"}
"""Letters that texts in these languages have and Arabic has not; those of Persian occur in the others too."""


def language_tag(declared: str | None) -> str | None:
    """Return the primary language of a *declared* tag such as ar-MA, in lower case; None if it is not a tag."""
    match = _TAG.fullmatch((declared or "").strip())
    return _SAME.get(code := match[1].lower(), code) if match and match[1].lower() != "und" else None


def direction_of_language(code: str) -> str:
    """Return rtl or ltr, the direction in which the language *code* is written."""
    return "rtl" if _SCRIPT_OF.get(language_tag(code) or "", "latn") in _RIGHT_TO_LEFT else "ltr"


def language_of(text: str, declared: str | None = None) -> str | None:
    """Return the code of the language of *text*; None if its letters and words do not tell.

    *declared* is the language that its page or file names; it is believed unless the text clearly says otherwise.
    """
    text = text[:_SAMPLE]
    script = _script_of(text)
    code = language_tag(declared)
    if script is None:
        return code
    shares = _shares(text, _OF_SCRIPT[script])
    best, share = max(shares.items(), key=lambda item: item[1], default=("", 0.0))
    if code and _has_script(code, script):
        own = shares.get(code, 0.0)
        is_other = share >= _SURE_SHARE and share > _MARGIN * own
        return best if is_other and (code in shares or share > 3 * _SURE_SHARE) else code
    if len(_OF_SCRIPT[script]) == 1 or (script == "arab" and not share):
        return _OF_SCRIPT[script][0]
    return best if share >= _MIN_SHARE else None


def foreign_language(paragraphs: Sequence[str], declared: str | None = None) -> str | None:
    """Return the code of the language of a text's *paragraphs* if it is not Arabic; None if it is, or is not known.

    It is fast for Arabic, which most texts are. *declared* is as in `language_of`.
    """
    sample = "\n".join([text[:_OPENING] for text in paragraphs[:_FEW_PARAGRAPHS]])
    is_arabic_script = sum(map(sample.count, "النيم")) > _ARABIC_SHARE * len(sample)
    if is_arabic_script and not any(letter in sample for letter in _NOT_ARABIC):
        return None
    text = "\n".join(paragraphs)[:_SAMPLE]
    if declared is None and sum(map(str.isalpha, text)) < _ENOUGH_LETTERS:
        return None
    code = language_of(text, declared)
    return None if code == ARABIC else code


def _has_script(code: str, script: str) -> bool:
    own = _SCRIPT_OF.get(code, "latn")
    return own == script or (code == "ja" and script == "hani")


def _script_of(text: str) -> str | None:
    """Return the script of most letters of *text*; None if it has hardly any, or none prevails."""
    counts = {script: len(re.findall(f"[{letters}]", text)) for script, letters in _SCRIPTS.items()}
    script = max(counts, key=lambda name: counts[name])
    if counts["kana"] > 0.1 * counts["hani"] and script == "hani":
        script = "kana"
    total = sum(counts.values())
    return (
        script if total >= _FEW_LETTERS and counts[script] > 0.5 * total - counts["hani"] * (script == "kana") else None
    )


def _shares(text: str, codes: Iterable[str]) -> dict[str, float]:
    """Return for each of *codes* the share of the words of *text* that are common words of this language."""
    words = Counter(_WORD.findall(text.lower()))
    total = sum(words.values()) or 1
    shares = {code: sum(words[word] for word in set(_WORDS[code].split())) / total for code in codes}
    if ARABIC in shares:
        shares[ARABIC] = sum(number for word, number in words.items() if is_common_arabic(word)) / total
    for code in _ONLY_IN.keys() & shares.keys():
        has_letters = sum(map(text.count, _ONLY_IN[code])) > 0.01 * len(text)
        shares[code] = shares[code] if has_letters else 0.0
    return shares


_FREQUENT_ARABIC = frozenset(map(fold, _WORDS[ARABIC].split()))
_WITH_ARTICLE = re.compile(r"(?:[وفبك]?ال|ولل|لل)\w{2,}")


def is_common_arabic(word: str) -> bool:
    """Return whether *word* is one of the commonest Arabic words, or a longer one with the article."""
    folded = fold(word)
    return folded in _FREQUENT_ARABIC or _WITH_ARTICLE.fullmatch(folded) is not None
