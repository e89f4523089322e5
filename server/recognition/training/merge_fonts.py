"""Merges the parts of the @fontsource packages under node_modules into one font file each, in fonts/."""

import glob, os, io
from fontTools.ttLib import TTFont
from fontTools import merge

os.makedirs("fonts", exist_ok=True)
for fam in sorted(os.listdir("node_modules/@fontsource")):
    for w in ("400-normal", "700-normal", "400-italic", "700-italic"):
        parts = []
        for s in ("vietnamese", "latin", "latin-ext"):
            p = f"node_modules/@fontsource/{fam}/files/{fam}-{s}-{w}.woff2"
            if os.path.exists(p):
                f = TTFont(p)
                f.flavor = None
                for t in (
                    "GPOS",
                    "GSUB",
                    "GDEF",
                    "MVAR",
                    "STAT",
                    "HVAR",
                    "fvar",
                    "gvar",
                    "avar",
                    "DSIG",
                    "BASE",
                    "gasp",
                    "meta",
                    "prep",
                    "fpgm",
                    "cvt ",
                    "vhea",
                    "vmtx",
                    "VORG",
                ):
                    if t in f:
                        del f[t]
                q = f"fonts/part-{s}.ttf"
                f.save(q)
                parts.append(q)
        if len(parts) < 2:
            continue
        try:
            m = merge.Merger(options=merge.Options(drop_tables=["vmtx", "vhea"])).merge(parts)
            m.save(f"fonts/{fam}-{w}.ttf")
            c = m.getBestCmap()
            print(fam, w, sum(x in c for x in range(0x1EA0, 0x1EFA)), ord("a") in c, ord("ơ") in c)
        except Exception as e:
            print(fam, w, "failed", repr(e)[:100])
