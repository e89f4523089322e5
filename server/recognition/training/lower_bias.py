"""Makes an integer network of widen_network.py slower to read its two new letters.

usage: lower_bias.py IN.lstm OUT.lstm AMOUNT
"""

import struct
import sys

import numpy as np

OUTPUTS, INPUTS, NEW = 271, 193, 2


def main(source, target, amount):
    data = bytearray(open(source, "rb").read())
    at = max(data.rfind(struct.pack("<BII", mode, OUTPUTS, INPUTS)) for mode in (129, 133))
    assert at > 0
    weights = at + 10
    scales = np.frombuffer(bytes(data[weights + OUTPUTS * INPUTS + 4 :][: 8 * OUTPUTS]), "<f8")
    for row in range(OUTPUTS - NEW, OUTPUTS):
        bias = weights + row * INPUTS + INPUTS - 1
        (value,) = struct.unpack("b", data[bias : bias + 1])
        data[bias : bias + 1] = struct.pack("b", max(-127, round(value - float(amount) / scales[row])))
    with open(target, "wb") as file:
        file.write(data)


if __name__ == "__main__":
    main(*sys.argv[1:4])
