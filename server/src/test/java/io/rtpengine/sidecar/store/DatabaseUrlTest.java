package io.rtpengine.sidecar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql://opensips:opensipsrw@localhost/opensips | jdbc:mariadb://localhost/opensips
          mariadb://u:p@10.0.0.1:3307/db                 | jdbc:mariadb://10.0.0.1:3307/db
          postgres://u@[::1]:5432/db                     | jdbc:postgresql://[::1]:5432/db
          postgresql://localhost/kamailio                | jdbc:postgresql://localhost/kamailio
          jdbc:mysql://localhost/db?useSsl=true          | jdbc:mariadb://localhost/db?useSsl=true
          jdbc:h2:./nodes                                | jdbc:h2:./nodes
          """)
  void formsOfTheSipServersAndOfJdbcAreUnderstood(String written, String jdbc) {
    assertThat(DatabaseUrl.parse(written).jdbc()).isEqualTo(jdbc);
  }

  @Test
  void userAndPasswordGoToTheDriverAndNowhereElse() {
    DatabaseUrl url = DatabaseUrl.parse("mysql://open:s@p:w?rd@localhost/opensips");

    assertThat(url.properties(Duration.ofSeconds(5)))
        .containsAllEntriesOf(
            Map.of(
                "user", "open",
                "password", "s@p:w?rd",
                "connectTimeout", "5000",
                "socketTimeout", "5000"));
    assertThat(url.jdbc() + url).doesNotContain("open:", "s@p");
    assertThat(url.redact("no entry for 's@p:w?rd'")).isEqualTo("no entry for '***'");
  }

  @Test
  void limitsAreInTheDriversUnitAndLeaveOthersAlone() {
    assertThat(
            DatabaseUrl.parse("jdbc:postgresql://localhost/db?socketTimeout=60")
                .properties(Duration.ofMillis(1_500)))
        .containsAllEntriesOf(Map.of("connectTimeout", "1", "loginTimeout", "1"))
        .doesNotContainKey("socketTimeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://localhost/db?user=me&password=s3cret",
        "jdbc:h2:tcp://localhost/db;USER=me;PASSWORD=s3cret",
        "jdbc:mariadb://localhost/db?password=s3cret&x=1"
      })
  void nothingIsLoggedOfWhoConnects(String written) {
    DatabaseUrl url = DatabaseUrl.parse(written);

    assertThat(url.toString()).startsWith("jdbc:").contains("localhost/db");
    assertThat(url.toString() + url.redact("s3cret at " + url.jdbc()))
        .doesNotContain("s3cret", "me;", "me&");
  }

  @Test
  void onlyADatabaseInThisProcessIsEmbedded() {
    assertThat(DatabaseUrl.parse("jdbc:h2:file:/var/lib/nodes").isEmbedded()).isTrue();
    assertThat(DatabaseUrl.parse("jdbc:h2:mem:nodes").isEmbedded()).isTrue();
    assertThat(DatabaseUrl.parse("jdbc:h2:tcp://localhost/nodes").isEmbedded()).isFalse();
    assertThat(DatabaseUrl.parse("mysql://localhost/nodes").isEmbedded()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mysql",
        "sqlite:///x.db",
        "text://u:s3cret@h/d",
        "jdbc:oracle:s3cret@x",
        "//h/d"
      })
  void whatIsNoDatabaseIsRefusedWithoutBeingQuoted(String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatabaseUrl.parse(written))
        .withMessageNotContaining("s3cret")
        .withMessageContaining("expected:");
  }
}
