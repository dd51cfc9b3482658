package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Measurement;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class CsvReportTest extends ReportFormatContract {

  @Override
  ReportFormat format() {
    return new CsvReport();
  }

  /** The one format that keeps names as they are: a quoted field may hold anything. */
  @Override
  boolean isAllowed(int c) {
    return true;
  }

  private List<CSVRecord> records(String name) throws IOException {
    format().render(verdict(name), folder);
    String text = Files.readString(folder.resolve("result.csv"));
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(text))
        .getRecords();
  }

  @Test
  void startsWithTheColumnsThatOtherToolsRelyOn() throws IOException {
    format().render(verdict("pass"), folder);
    assertThat(Files.readString(folder.resolve("result.csv")))
        .startsWith(
            """
            arm,metric,slice,value,unit,n,lower,upper,confidence
            reference,size,,422912,B,1,,,
            reference,latency.p50,,610000,ns,4000,608000,613000,0.99
            """);
  }

  @Test
  void givesEveryMeasurementBackExactly() throws IOException {
    List<CSVRecord> records = records("hostile");
    List<Measurement> measurements = verdict("hostile").measurements();
    assertThat(records).hasSameSizeAs(measurements);
    for (int i = 0; i < records.size(); i++) {
      Measurement expected = measurements.get(i);
      CSVRecord actual = records.get(i);
      assertThat(actual.get("arm")).isEqualTo(expected.arm());
      assertThat(actual.get("metric")).isEqualTo(expected.metric().key());
      assertThat(actual.get("slice")).isEqualTo(expected.slice());
      assertThat(Double.parseDouble(actual.get("value"))).isEqualTo(expected.value().value());
      assertThat(Long.parseLong(actual.get("n"))).isEqualTo(expected.n());
    }
  }

  @Test
  void writesQualityAsAFraction() throws IOException {
    assertThat(records("pass"))
        .filteredOn(r -> r.get("metric").equals("quality.top1"))
        .extracting(r -> r.get("value"), r -> r.get("unit"))
        .contains(org.assertj.core.groups.Tuple.tuple("0.9612", "fraction"));
  }

  @Test
  void tellsASecondLoadPatternInTheSlice() throws IOException {
    assertThat(records("two-loads"))
        .filteredOn(r -> r.get("metric").equals("latency.p50") && r.get("arm").equals("reference"))
        .extracting(r -> r.get("slice"))
        .containsExactly("", "load=server");
  }
}
