"""Makes an integer Tesseract network trainable again and gives it the letters it lacks.

usage: widen_network.py BASE OUT
Reads BASE.lstm, BASE.lstm-unicharset and BASE.lstm-recoder (as `combine_tessdata -e` unpacks them) and writes the
same three as OUT.*: weights as floats, the letters of NEW_LETTERS added at the end, counters of iterations at zero.

The layout is that of Tesseract's `Network::Serialize` and `WeightMatrix::Serialize` (Apache-2.0).
"""

import struct
import sys

import numpy as np

# New letter, the letter it is made of, and the pair whose difference is the mark it adds: ỵ = y + (ụ - u).
NEW_LETTERS = [("ỵ", "y", "ụ", "u"), ("Ỵ", "Y", "Ụ", "U")]
INT8, ADAM, DOUBLE = 1, 4, 128
INTEGER_NETWORK = 1
LAYER_RATES = 64
LSTM_GATES = 4
# Outputs of the layer before the last one in `tessdata_fast`.
LAST_HIDDEN = 192
GROUPS = {"Series", "Parallel", "RTLReversed", "TTBReversed", "XYTranspose"}
SHAPES = {"Input": 20, "Convolve": 8, "Maxpool": 8, "Reconfig": 8}
LSTMS = {"LSTM", "SummLSTM"}


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        part = self.data[self.at : self.at + count]
        self.at += count
        return part

    def unpack(self, layout):
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))


def float_weights(reader, codes=None):
    (mode,) = reader.unpack("B")
    assert mode & INT8 and mode & DOUBLE, mode
    rows, columns = reader.unpack("II")
    reader.take(1)
    integers = np.frombuffer(reader.take(rows * columns), np.int8).reshape(rows, columns)
    (count,) = reader.unpack("I")
    scales = np.frombuffer(reader.take(8 * count), "<f8")[:rows]
    weights = integers * scales[:, None]
    if codes is not None:
        new = [weights[codes[a]] + weights[codes[b]] - weights[codes[c]] for _, a, b, c in NEW_LETTERS]
        weights = np.vstack([weights, *new])
    head = struct.pack("<BII", (mode & ~INT8) | ADAM, *weights.shape) + struct.pack("<d", 0)
    return head + weights.astype("<f8").tobytes()


def float_layer(reader, codes):
    assert reader.unpack("b") == (0,)
    (length,) = reader.unpack("I")
    kind = reader.take(length).decode()
    training, backward, flags, inputs, outputs, weights, length = reader.unpack("bbiiiiI")
    label = reader.take(length)
    if outputs == 1 + max(codes.values()):
        last = inputs if kind == "Softmax" else LAST_HIDDEN
        outputs += len(NEW_LETTERS)
        weights += len(NEW_LETTERS) * (last + 1)
    out = struct.pack("<bI", 0, len(kind)) + kind.encode()
    out += struct.pack("<bbiiiiI", training, backward, flags, inputs, outputs, weights, length) + label
    if kind in SHAPES:
        return out + reader.take(SHAPES[kind])
    if kind in GROUPS:
        (size,) = reader.unpack("I")
        out += struct.pack("<I", size) + b"".join(float_layer(reader, codes) for _ in range(size))
        if flags & LAYER_RATES:
            (size,) = reader.unpack("I")
            out += struct.pack("<I", size) + reader.take(4 * size)
        return out
    if kind in LSTMS:
        return out + reader.take(4) + b"".join(float_weights(reader) for _ in range(LSTM_GATES))
    return out + float_weights(reader, codes if kind == "Softmax" else None)


def main(base, out):
    lines = open(base + ".lstm-unicharset", encoding="utf-8").read().split("\n")
    size = int(lines[0])
    letters = lines[1 : size + 1]
    recoder = open(base + ".lstm-recoder", "rb").read()
    assert struct.unpack("<I", recoder[:4]) == (size,)
    entries = [struct.unpack("<bii", recoder[4 + 9 * i : 13 + 9 * i]) for i in range(size)]
    codes = {line.split(" ")[0]: entry[2] for line, entry in zip(letters, entries)}
    next_code = max(codes.values()) + 1
    lower, upper = NEW_LETTERS[0][0], NEW_LETTERS[1][0]
    shape = "0,255,0,255,0,0,0,0,0,0 Latin"
    letters.append(f"{lower} 3 {shape} {size + 1} 0 {size} {lower}\t# {lower} [{ord(lower):x} ]a")
    letters.append(f"{upper} 5 {shape} {size} 0 {size + 1} {upper}\t# {upper} [{ord(upper):x} ]A")
    with open(out + ".lstm-unicharset", "w", encoding="utf-8") as file:
        file.write("\n".join([str(len(letters)), *letters]) + "\n")
    with open(out + ".lstm-recoder", "wb") as file:
        added = b"".join(
            struct.pack("<bii", entries[0][0], 1, next_code + i) for i in range(len(NEW_LETTERS))
        )
        file.write(struct.pack("<I", len(letters)) + recoder[4:] + added)
    reader = Reader(open(base + ".lstm", "rb").read())
    network = float_layer(reader, codes)
    (length,) = reader.unpack("I")
    spec = reader.take(length)
    flags, _, _, null, beta, rate, momentum = reader.unpack("iiiifff")
    tail = struct.pack("<iiiifff", flags & ~INTEGER_NETWORK, 0, 0, null, beta, rate, momentum)
    with open(out + ".lstm", "wb") as file:
        file.write(network + struct.pack("<I", length) + spec + tail)


if __name__ == "__main__":
    main(*sys.argv[1:3])
