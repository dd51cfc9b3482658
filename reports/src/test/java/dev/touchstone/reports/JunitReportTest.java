package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class JunitReportTest extends ReportFormatContract {

  @Override
  ReportFormat format() {
    return new JunitReport();
  }

  private Element read(String name) throws Exception {
    format().render(verdict(name), folder);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(folder.resolve("junit.xml").toFile())
        .getDocumentElement();
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void hasTheShapeThatContinuousIntegrationReads(String name) throws Exception {
    format().render(verdict(name), folder);
    Validator validator =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(JunitReportTest.class.getResource("junit.xsd"))
            .newValidator();
    try (var xml = Files.newInputStream(folder.resolve("junit.xml"))) {
      assertThatCode(() -> validator.validate(new StreamSource(xml))).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest(name = "{0}: {1} failures, {2} errors, {3} skipped")
  @CsvSource(
      textBlock =
          """
          # verdict,        failures, errors, skipped
          pass,             0, 0, 0
          fail,             1, 0, 0
          inconclusive,     0, 0, 1
          invalid,          0, 2, 0
          without-findings, 0, 0, 0
          with-faults,      1, 0, 0
          """)
  void turnsRedForFailAndInvalidOnly(String name, int failures, int errors, int skipped)
      throws Exception {
    Element root = read(name);
    assertThat(root.getElementsByTagName("failure").getLength()).isEqualTo(failures);
    assertThat(root.getElementsByTagName("error").getLength()).isEqualTo(errors);
    assertThat(root.getElementsByTagName("skipped").getLength()).isEqualTo(skipped);
    assertThat(root.getAttribute("failures")).isEqualTo(Integer.toString(failures));
    assertThat(root.getAttribute("errors")).isEqualTo(Integer.toString(errors));
  }

  @Test
  void isNeverEmptySinceSomeReadersTakeThatForAFailure() throws Exception {
    NodeList cases = read("bare").getElementsByTagName("testcase");
    assertThat(cases.getLength()).isEqualTo(1);
    assertThat(((Element) cases.item(0)).getAttribute("name")).isEqualTo("run conditions");
  }

  @Test
  void namesTheSliceThatFailedAndWhy() throws Exception {
    Element failure = (Element) read("fail").getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).startsWith("Recall of crack fell by 8.30 pp");
    assertThat(((Element) failure.getParentNode()).getAttribute("name"))
        .isEqualTo(
            "quality.recall for each class against deployed: allow 0 pp, catch 5 pp [class=crack]");
  }

  @Test
  void showsHostileNamesReadably() throws Exception {
    List<String> suites = new ArrayList<>();
    NodeList nodes = read("hostile").getElementsByTagName("testsuite");
    for (int i = 0; i < nodes.getLength(); i++) {
      suites.add(((Element) nodes.item(i)).getAttribute("name"));
    }
    assertThat(suites).anyMatch(s -> s.contains("<script>alert('x')</script>\"&,;\\n\\u001b[31m"));
  }
}
