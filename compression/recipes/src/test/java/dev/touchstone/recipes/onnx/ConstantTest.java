package dev.touchstone.recipes.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConstantTest {

  @ParameterizedTest(name = "{0}: {1} to {2}")
  @CsvSource({
    "INT8, -128, 127",
    "UINT8, 0, 255",
    "INT16, -32768, 32767",
    "UINT16, 0, 65535",
    "INT32, -2147483648, 2147483647",
    "UINT32, 0, 4294967295",
    "INT64, -9223372036854775808, 9223372036854775807",
    "BOOL, 0, 1",
    "INT4, -8, 7",
    "UINT4, 0, 15",
  })
  void keepsTheExtremesOfEveryWholeType(OnnxType type, long smallest, long largest) {
    Constant constant = Constant.integers("c", type, new long[] {3}, smallest, largest, smallest);
    assertThat(constant.toLongs()).containsExactly(smallest, largest, smallest);
    assertThat(constant.bytes()).isEqualTo(constant.rawBytes().length);
  }

  @Test
  void packsTheFirstOfTwoSmallElementsInTheLowNibble() {
    Constant constant = Constant.integers("c", OnnxType.UINT4, new long[] {3}, 1, 2, 3);
    assertThat(constant.rawBytes()).containsExactly(0x21, 0x03);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"})
  void keepsNumbersThatEveryRealTypeHolds(OnnxType type) {
    float[] values = {0, -0f, 1, -2, 0.5f, 384, Float.POSITIVE_INFINITY, Float.NaN};
    Constant empty =
        Constant.raw("c", type, new long[] {8}, new byte[Math.toIntExact(type.bytes(8))]);
    assertThat(empty.withFloats(values).toFloats()).containsExactly(values);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    // half precision: IEEE 754 binary16, half to even
    "65504, 65504", "65519, 65504", "65520, Infinity", "-65520, -Infinity",
    "2049, 2048", "2051, 2052", "5.9604645E-8, 5.9604645E-8", "2.9802322E-8, 0",
    "6.1035156E-5, 6.1035156E-5", "6.0975552E-5, 6.097555E-5",
  })
  void roundsHalfPrecisionToNearestEven(float value, float expected) {
    assertThat(HalfFloat.toFloat(HalfFloat.fromFloat(value))).isEqualTo(expected);
  }

  @Test
  void survivesEveryHalfPrecisionPattern() {
    for (int bits = 0; bits < 0x1_0000; bits++) {
      float value = HalfFloat.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfFloat.fromFloat(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void readsTypedFieldsLikeRawBytes() {
    TensorProto half =
        TensorProto.newBuilder()
            .setDataType(10)
            .addDims(2)
            .addInt32Data(0x3C00)
            .addInt32Data(0xC000)
            .build();
    assertThat(Constant.of(half).toFloats()).containsExactly(1, -2);
    TensorProto unsigned =
        TensorProto.newBuilder().setDataType(2).addDims(1).addInt32Data(200).build();
    assertThat(Constant.of(unsigned).toLongs()).containsExactly(200);
    TensorProto large =
        TensorProto.newBuilder().setDataType(12).addDims(1).addUint64Data(4_000_000_000L).build();
    assertThat(Constant.of(large).toLongs()).containsExactly(4_000_000_000L);
    TensorProto floats =
        TensorProto.newBuilder().setDataType(1).addDims(2).addAllFloatData(List.of(1f, 2f)).build();
    assertThat(Constant.of(floats).toFloats()).containsExactly(1, 2);
  }

  @Test
  void saysWhenTheFileHoldsTooFewBytes() {
    TensorProto proto =
        TensorProto.newBuilder().setName("w").setDataType(1).addDims(3).addFloatData(1).build();
    assertThatThrownBy(() -> Constant.of(proto).toFloats())
        .hasMessage("tensor \"w\" of FLOAT[3] should have 12 bytes, the file holds 4");
  }
}
