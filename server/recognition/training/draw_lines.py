"""Draws lines of Vietnamese text and degrades them as scanning, copying and our preparation of pages do.

usage: draw_lines.py OUT COUNT SEED [rare]
Writes OUT.tif (a line a page) and OUT.box for `tesseract OUT.tif OUT --psm 13 lstm.train`. Needs, where it runs,
`words.txt` (the word list of the network), `text.txt` (any Vietnamese text) and `fonts/` (from merge_fonts.py).
With `rare`, a third of the syllables are such as end in y, whose tones the network knows least.
"""

import sys, os, random, io, glob
import numpy as np, cv2
from PIL import Image, ImageDraw, ImageFont

out, N, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
RARE = sys.argv[4:] == ["rare"]
rnd = random.Random(seed)
rng = np.random.default_rng(seed)
L = "/usr/share/fonts/truetype/"
FONTS = [
    (p, w)
    for w, ps in {
        6: glob.glob(L + "liberation*/LiberationSerif-*.ttf") + glob.glob("fonts/tinos-*.ttf"),
        3: glob.glob(L + "liberation*/LiberationSans-*.ttf")
        + glob.glob(L + "noto/NotoSerif-*.ttf")
        + glob.glob("fonts/be-vietnam-pro-*.ttf")
        + glob.glob(L + "dejavu/DejaVuSans.ttf")
        + glob.glob(L + "dejavu/DejaVuSans-Bold.ttf"),
        1: [p for p in glob.glob("fonts/*.ttf") if not ("tinos" in p or "be-viet" in p)]
        + glob.glob(L + "noto/NotoSans-*.ttf")
        + glob.glob(L + "dejavu/DejaVuSerif*.ttf")
        + glob.glob(L + "liberation*/LiberationSansNarrow-*.ttf"),
    }.items()
    for p in ps
    if not any(x in p for x in ("Mono", "Light"))
]
FONTS = [(p, w * (0.35 if "talic" in p or "blique" in p else 1)) for p, w in FONTS]
cache = {}


def font(p, s):
    if (p, s) not in cache:
        if len(cache) > 400:
            cache.clear()
        cache[p, s] = ImageFont.truetype(p, s, layout_engine=ImageFont.Layout.RAQM)
    return cache[p, s]


# --- text: every syllable the spelling allows, in names, addresses, forms and running text
ON = " b c ch d đ g gi h kh l m n nh p ph qu r s t th tr v x".split(" ")
RIME = "a ai ao au ay âu ây ac am an ang anh ach ap at ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât e eo em en eng ep et ê êu êm ên ênh êt êch i iu ia im in inh ip it ich iên iêm iêng iêu iêt iêc o oi om on ong oc op ot oa oai oan oang oanh oat ô ôi ôm ôn ông ôc ôp ôt ơ ơi ơm ơn ơp ơt u ui um un ung uc up ut ua uy uyên uyêt uân uâng uât uê uôi uôm uôn uông uôc uôt ư ưa ưc ưng ươi ươm ươn ương ươc ươp ươt ưu ươu y yên yêu ynh".split()
TONES = "̀ ́ ̉ ̃ ̣".split(" ")
import unicodedata as U

VOW = "aăâeêioôơuưy"


def tone(rime, t):
    if not t:
        return rime
    stop = rime[-1] in "cpt" or rime.endswith("ch")
    if stop and t not in ("́", "̣"):
        t = rnd.choice(["́", "̣"])
    vs = [i for i, c in enumerate(rime) if c in VOW]
    i = vs[0]
    spec = [k for k in vs if rime[k] in "ăâêôơư"]
    if spec:
        i = spec[-1]
    elif len(vs) >= 2 and (rime[-1] not in VOW):
        i = vs[-1]
    elif len(vs) == 3:
        i = vs[1]
    elif rime in ("oa", "uy"):
        i = vs[0] if rnd.random() < 0.7 else vs[1]
    return U.normalize("NFC", rime[: i + 1] + t + rime[i + 1 :])


def syl():
    o = rnd.choice(ON)
    r = rnd.choice(RIME)
    if o == "qu" and r[0] in "uưo":
        r = "y"
    if o == "c" and r[0] in "eêiy":
        o = "k"
    if o == "g" and r[0] in "eêiy":
        o = "gh"
    if o == "ng" and r[0] in "eêiy":
        o = "ngh"
    if o == "gi" and r[0] == "i":
        o = "g"
    return o + tone(r, rnd.choice(["", ""] + TONES))


# Surnames, middle names and given names, written out; each is picked as often as it stands here. The given names are not
# a sample of the people: most are groups that differ by a mark only (Nga, Ngà, Ngân, Ngần), and names that the network
# was seen to misread before are among them on purpose. How well these very names are read later says nothing of others.
SUR = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đoàn Đinh Trịnh Mai Trương Lâm Hà Tạ Tô Chu Cao Thái Quách Lương Lưu Vương Kiều Thạch Kim Châu La Đào Tăng Nghiêm Ninh Giang Phùng Khổng Từ Triệu Mạc Nông Hứa Bế Vi Lò Cầm Quàng Điêu Sùng Giàng Thào Vàng Y H'Bia Ksor Rơ Siu Nay".split()
MID = "Văn Thị Thị Thị Hữu Đức Ngọc Xuân Thu Minh Quang Thanh Kim Bá Đình Gia Phúc Như Thuỳ Thùy Mỹ Mỵ My Hồng Hoài Khánh Bảo Tuấn Anh Quốc Công Trọng Thế Duy Nhật Phương Diệu Ánh Cẩm Lệ Tuyết Bích Hải Hạnh".split()
GIV = "Ngà Nga Ngân Ngần Mỵ My Mỹ Mị Phổ Phố Thi Thị Thư Thử Hà Hạ Hả Hân Hằng Hạnh Hoa Hòa Hoà Hỏa Thuỷ Thủy Thúy Thuý Tú Tuấn Tuân Sỹ Sĩ Vỹ Vĩ Vy Vi Lý Lỳ Ly Kỳ Ký Quý Quí Quỳ Quỷ Yến Yên Diễm Diệm Diệp Dũng Dung Dụng Cường Cương Đạt Đát Hậu Hầu Hiếu Hiểu Hiệu Hưng Hùng Hương Hường Hưởng Khôi Khải Khái Lan Lân Lộc Long Lương Lượng Mẫn Mận Nhã Nhân Nhẫn Nhi Nhị Oanh Phượng Phương Quyên Quyền Quyết Sâm Sơn Tâm Tấm Tân Tấn Thắm Thảo Thạo Thắng Thăng Thơ Thọ Thời Tiến Tiên Toàn Toản Trâm Trang Tráng Trí Trị Trinh Trình Trọng Trung Trường Trưởng Tuyền Tuyển Uyên Uyển Viễn Viên Việt Vượng Vương Xuyến Ý".split()


def gname():
    return rnd.choice(GIV) if rnd.random() < 0.45 else syl().capitalize()


def name():
    w = (
        [rnd.choice(SUR)]
        + [rnd.choice(MID) if rnd.random() < 0.6 else gname() for _ in range(rnd.choice([1, 1, 1, 2, 0]))]
        + [gname()]
    )
    s = " ".join(w)
    return s.upper() if rnd.random() < 0.5 else s


def place():
    a = lambda k: " ".join(syl().capitalize() for _ in range(rnd.choice([2, 2, 2, 1])))
    parts = [
        rnd.choice(["xã", "phường", "thị trấn"]) + " " + a(0),
        rnd.choice(["huyện", "quận", "thị xã", "thành phố"]) + " " + a(0),
        rnd.choice(["tỉnh", "thành phố", "TP"]) + " " + a(0),
    ]
    if rnd.random() < 0.3:
        parts[0] = "phường " + str(rnd.randint(1, 28))
    if rnd.random() < 0.5:
        parts = [
            rnd.choice(["số", "Số", "thôn", "Thôn", "Tổ", "ấp", "Khóm"])
            + " "
            + str(rnd.randint(1, 299))
            + (
                rnd.choice([" đường ", " phố ", " Phố ", " Đường ", " ngõ "]) + a(0)
                if rnd.random() < 0.6
                else ""
            )
        ] + parts
    k = rnd.randint(0, len(parts) - 1)
    p = ", ".join(parts[k:])
    return p


def date():
    d, m, y = rnd.randint(1, 31), rnd.randint(1, 12), rnd.randint(1930, 2026)
    return rnd.choice(
        [
            f"{d:02}/{m:02}/{y}",
            f"{d:02}/{m:02}/{y}",
            f"ngày {d:02} tháng {m:02} năm {y}",
            f"ngày {d} tháng {m} năm {y}",
            f"{d:02}-{m:02}-{y}",
            f"{d:02}.{m:02}.{y}",
        ]
    )


def num():
    r = rnd.random
    a = "".join(rnd.choice("ABCDEĐGHKLMNPQSTUVX") for _ in range(rnd.randint(1, 4)))
    return rnd.choice(
        [
            f"{rnd.randint(1, 999)}/{rnd.randint(1990, 2026)}",
            f"{rnd.randint(1, 999):02}/{rnd.randint(1990, 2026)}/{a}-{a}",
            "0" + "".join(rnd.choice("0123456789") for _ in range(11)),
            f"{a} {rnd.randint(100000, 999999)}",
            f"{a}{rnd.randint(10000, 9999999)}",
            f"{rnd.randint(1, 999)}/QĐ-{a}",
            f"{a}-{rnd.randint(1, 9999):04}-{rnd.randint(10, 99)}",
        ]
    )


LABEL = "Họ, chữ đệm, tên|Họ và tên|Họ tên|Ngày, tháng, năm sinh|Ngày sinh|Giới tính|Dân tộc|Quốc tịch|Nơi sinh|Quê quán|Nơi cư trú|Nơi thường trú|Số định danh cá nhân|Số|Sinh ngày|Ông|Bà|Ông (bà)|Chủ hộ|Người đại diện|Tên công ty|Địa chỉ trụ sở|Điện thoại|Vốn điều lệ|Cấp ngày|Nơi cấp|Năm sinh|Người yêu cầu|Vào sổ số|Số hiệu|Thửa đất số|Tờ bản đồ số|Diện tích|Mục đích sử dụng|Nguyên đơn|Bị đơn|Xếp loại|Ngành|Mã số|Chuyên ngành|Khóa học|Chức danh|Giấy tờ tùy thân|Nơi đăng ký|Hiệu trưởng|Chủ tịch|Người ký".split(
    "|"
)
WORDS = [w.strip() for w in open("words.txt") if len(w.strip()) > 1 and all(c.isalpha() for c in w.strip())]
TEXT = []
for l in open("text.txt"):
    l = " ".join(U.normalize("NFC", l).replace("\\n", " ").split())
    l = "".join(c for c in l if c.isalnum() or c in " ,.:;-/()%")
    if len(l) > 12:
        TEXT.append(l)


def pick(s, lo, hi):
    w = s.split()
    k = rnd.randint(lo, hi)
    i = rnd.randint(0, max(0, len(w) - k))
    return " ".join(w[i : i + k])


def running():
    r = rnd.random()
    if r < 0.5:
        s = pick(rnd.choice(TEXT), 4, 11)
    elif r < 0.8:
        s = " ".join(rnd.choice(WORDS) if rnd.random() < 0.75 else syl() for _ in range(rnd.randint(4, 10)))
    else:
        s = " ".join(
            syl() if rnd.random() < 0.5 else rnd.choice(WORDS).lower() for _ in range(rnd.randint(3, 9))
        )
    r = rnd.random()
    if r < 0.15:
        s = s.upper()
    elif r < 0.4:
        s = s[:1].upper() + s[1:]
    return s


def text():
    s = text0()
    w = s.split()
    for i, x in enumerate(w):
        if RARE and rnd.random() < 0.3 and x[:1].isalpha():
            o = rnd.choice("m t k l n v s h b d h qu th".split()) + rnd.choice(
                ["ỵ", "ỵ", "ỵ", "y", "ỳ", "ỷ", "ỹ", "ý"]
            )
            w[i] = o.upper() if x.isupper() and len(x) > 1 else o.capitalize() if x[0].isupper() else o
    return U.normalize("NFC", " ".join(w))[:64].strip(" ,;")


def text0():
    r = rnd.random()
    if r < 0.30:
        s = f"{rnd.choice(LABEL)}: {name()}"
    elif r < 0.36:
        s = name()
    elif r < 0.40:
        s = (
            f"{name()} và {name()}"
            if rnd.random() < 0.5
            else f"{rnd.choice(['Ông', 'Bà', 'ông', 'bà'])} {name()}, sinh {date()}"
        )
    elif r < 0.54:
        s = (f"{rnd.choice(LABEL)}: " if rnd.random() < 0.7 else "") + place()
        s = s.upper() if rnd.random() < 0.08 else s
    elif r < 0.66:
        s = f"{rnd.choice(LABEL)}: {rnd.choice([num, date])()}" + (
            f" {rnd.choice(LABEL)}: {rnd.choice([num, date, gname])()}" if rnd.random() < 0.3 else ""
        )
    elif r < 0.72:
        s = f"{rnd.choice(['UBND', 'Ủy ban nhân dân', 'Công an', 'Sở Tư pháp', 'Phòng Tư pháp', 'Tòa án nhân dân', 'Trường Đại học', 'Công ty TNHH', 'CÔNG TY CỔ PHẦN', 'Trường THPT'])} {place() if rnd.random() < 0.6 else running()}"
    else:
        s = running()
    w = s.split()
    while len(" ".join(w)) > 64:
        w.pop()
    return U.normalize("NFC", " ".join(w)).strip(" ,;")


from fontTools.ttLib import TTFont

_cov = {}


def covers(p, c):
    if p not in _cov:
        _cov[p] = set(TTFont(p, lazy=True).getBestCmap())
    return ord(c) in _cov[p]


FALL = [
    [L + "dejavu/DejaVuSans.ttf", L + "dejavu/DejaVuSans-Bold.ttf", L + "dejavu/DejaVuSans-Oblique.ttf"],
    [L + "noto/NotoSans-Regular.ttf", L + "noto/NotoSans-Bold.ttf", L + "noto/NotoSans-Italic.ttf"],
    [L + "noto/NotoSerif-Regular.ttf", L + "noto/NotoSerif-Bold.ttf", L + "noto/NotoSerif-Italic.ttf"],
    ["fonts/arimo-400-normal.ttf", "fonts/arimo-700-normal.ttf", "fonts/arimo-400-italic.ttf"],
    ["fonts/tinos-400-normal.ttf", "fonts/tinos-700-normal.ttf", "fonts/tinos-400-italic.ttf"],
]
FALL = [[p for p in f] for f in FALL]


def runs(s, p, fb):
    style = 1 if "Bold" in p or "-700" in p else 2 if "talic" in p or "blique" in p else 0
    q = fb[style] if os.path.exists(fb[style]) else fb[0]
    o = []
    for c in s:
        k = p if c == " " or covers(p, c) else q
        if o and o[-1][0] == k:
            o[-1][1] += c
        else:
            o.append([k, c])
    return o


def line(parts, size, ink):
    """Text in runs of fonts on one baseline, as browsers and office programs set letters a font lacks."""
    W = sum(font(p, size).getlength(t) for p, t in parts)
    H = int(size * 2.2)
    base = int(size * 1.45)
    im = Image.new("L", (int(W) + 40, H), 255)
    d = ImageDraw.Draw(im)
    x = 16.0
    for p, t in parts:
        d.text((x, base), t, font=font(p, size), fill=ink, anchor="ls")
        x += font(p, size).getlength(t)
    return np.array(im)


def draw(s):
    p = rnd.choices([f for f, _ in FONTS], [w for _, w in FONTS])[0]
    size = int(rnd.triangular(38, 84, 50))
    fb = rnd.choice(FALL)
    ink = rnd.randint(0, 60)
    parts = runs(s, p, fb)
    if ": " in s and rnd.random() < 0.35:
        q = (
            p.replace("Regular", "Bold")
            .replace("400-normal", "700-normal")
            .replace("Sans.ttf", "Sans-Bold.ttf")
        )
        if q != p and os.path.exists(q):
            a, c = s.split(": ", 1)
            parts = runs(a + ": ", p, fb) + runs(c, q, fb)
    return line(parts, size, ink)


def degrade(g):
    h, w = g.shape
    f = g.astype(np.float32)
    if rnd.random() < 0.8:
        a = rng.uniform(-0.4, 0.4)
        M = cv2.getRotationMatrix2D((w / 2, h / 2), a, 1)
        M[:, 2] += rng.uniform(-0.5, 0.5, 2)
        f = cv2.warpAffine(f, M, (w, h), flags=cv2.INTER_CUBIC, borderValue=255)
    k = rnd.random()
    paper = rng.uniform(225, 255)
    f = f * paper / 255
    if k < 0.12:
        pass
        sig, ns, q = 0.3, 2.5, 92
    elif k < 0.45:
        sig, ns, q = rng.uniform(0.6, 1.1), 5, 80
    elif k < 0.60:
        sig, ns, q = rng.uniform(0.8, 1.3), 7, 70
    elif k < 0.75:
        f = f * 0.62 + 58
        sig, ns, q = rng.uniform(0.8, 1.2), 9, 55
    elif k < 0.88:
        sig, ns, q = rng.uniform(1.6, 2.4), 4, 80
    else:
        f = cv2.GaussianBlur(f, (0, 0), rng.uniform(0.8, 1.2))
        f = 255 / (1 + np.exp(-(f - rng.uniform(135, 165)) / rng.uniform(13, 22)))
        m = rng.random((h, w)) < 0.0002
        f[m] = rng.uniform(0, 90)
        sig, ns, q = 0.3, 3, 75
    f = cv2.GaussianBlur(f, (0, 0), sig)
    n = rng.normal(0, ns * 0.9, (h, w)).astype(np.float32)
    f = np.clip(f + n, 0, 255)
    ok, b = cv2.imencode(".jpg", f.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, q])
    f = cv2.imdecode(b, 0).astype(np.float32)
    if rnd.random() < 0.8:
        f = cv2.GaussianBlur(f, (3, 3), 0.7)
    z = rng.uniform(0.57, 0.64)
    f = cv2.resize(f, None, fx=z, fy=z, interpolation=rnd.choice([cv2.INTER_LINEAR, cv2.INTER_AREA]))
    bg = np.percentile(f, 85)
    f = np.clip(f / bg * rng.uniform(245, 256), 0, 255)
    # the engine's box: ink and about four pixels
    ys, xs = np.where(f < 150)
    if len(ys) == 0:
        return None
    m = [max(0, 4 + rnd.randint(-1, 2)) for _ in range(4)]
    return f[
        max(0, ys.min() - m[0]) : ys.max() + m[1] + 1, max(0, xs.min() - m[2]) : xs.max() + m[3] + 1
    ].astype(np.uint8)


pages = []
box = []
while len(pages) < N:
    s = text()
    if len(s) < 3:
        continue
    im = degrade(draw(s))
    if im is None or im.shape[1] < 20 or im.shape[0] < 12:
        continue
    h, w = im.shape
    k = len(pages)
    box.append(f"WordStr 0 0 {w} {h} {k} #{s}\n\t 0 0 {w} {h} {k}\n")
    pages.append(Image.fromarray(im))
pages[0].save(out + ".tif", save_all=True, append_images=pages[1:], dpi=(180, 180))
open(out + ".box", "w").write("".join(box))
open(out + ".txt", "w").write("\n".join(b.split("#", 1)[1].split("\n")[0] for b in box))
