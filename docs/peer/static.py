"""Quantizes a model with onnxruntime.quantization, to compare recipes with.

Requirements: pip install onnxruntime==1.30.0 onnx==1.23.1 numpy
Usage: python static.py MODEL CALIBRATION.npz OUT [--per-channel]

CALIBRATION.npz holds one array for each input of the model, named as the input, [samples, ...].
QDQ form, unsigned activations, signed weights, minmax; 300 samples, one at a time, after the
tool's own pre-processing.
"""

import sys
import tempfile

import numpy as np
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process


class Samples(CalibrationDataReader):
    def __init__(self, arrays, count):
        self.rows = iter(
            {name: array[i : i + 1] for name, array in arrays.items()} for i in range(count)
        )

    def get_next(self):
        return next(self.rows, None)


def main(model, calibration, out, *options):
    arrays = dict(np.load(calibration))
    count = min(300, min(len(a) for a in arrays.values()))
    with tempfile.NamedTemporaryFile(suffix=".onnx") as prepared:
        quant_pre_process(model, prepared.name)
        quantize_static(
            prepared.name,
            out,
            Samples(arrays, count),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel="--per-channel" in options,
        )


main(*sys.argv[1:])
