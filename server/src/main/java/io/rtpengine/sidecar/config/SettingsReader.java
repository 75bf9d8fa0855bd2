package io.rtpengine.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.rtpengine.sidecar.notify.HistoryLimits;
import io.rtpengine.sidecar.notify.NotificationSettings;
import io.rtpengine.sidecar.pool.AffinitySettings;
import io.rtpengine.sidecar.pool.HashKind;
import io.rtpengine.sidecar.pool.HealthSettings;
import io.rtpengine.sidecar.pool.PoolSettings;
import io.rtpengine.sidecar.pool.RtpengineSock;
import io.rtpengine.sidecar.statistics.FinalReportLimits;
import io.rtpengine.sidecar.store.DatabaseUrl;
import io.rtpengine.sidecar.store.NodeTable;
import io.rtpengine.sidecar.store.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads settings: what the environment says goes before what the file says, and that before the
 * defaults. A file is YAML, one entry a setting; a setting of several lines is a list there, and
 * separated by semicolons in the environment.
 */
public final class SettingsReader {

  private final Map<String, String> environment;

  /** Creates a reader that looks into {@code environment}. */
  public SettingsReader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Reads the settings.
   *
   * @param file where the file is, if there is one
   * @throws InvalidSettingsException if a setting is unknown or can't be right; the message says
   *     which and why
   */
  public Settings read(Optional<Path> file) throws InvalidSettingsException {
    Map<Setting, List<String>> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      values.put(setting, List.of(setting.defaultValue()));
    }
    if (file.isPresent()) {
      readFile(file.get(), values);
    }
    for (Setting setting : Setting.values()) {
      String value = environment.get(setting.name());
      if (value != null && !value.isBlank()) {
        values.put(setting, List.of(value.split(";")));
      }
    }
    return settings(new WrittenSettings(values));
  }

  private static void readFile(Path file, Map<Setting, List<String>> values)
      throws InvalidSettingsException {
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(Files.readString(file));
    } catch (IOException unreadable) {
      throw new InvalidSettingsException(file + ": " + unreadable.getMessage());
    }
    if (root == null || root.isMissingNode() || root.isNull()) {
      return;
    }
    if (!root.isObject()) {
      throw new InvalidSettingsException(file + ": expected: entries of the form 'name: value'");
    }
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      values.put(setting(file, entry.getKey()), lines(entry.getKey(), entry.getValue()));
    }
  }

  private static Setting setting(Path file, String key) throws InvalidSettingsException {
    for (Setting setting : Setting.values()) {
      if (setting.key().equals(key)) {
        return setting;
      }
    }
    throw new InvalidSettingsException(file + ": " + key + ": no such setting");
  }

  private static List<String> lines(String key, JsonNode value) throws InvalidSettingsException {
    List<String> lines = new ArrayList<>();
    for (JsonNode line : value.isArray() ? value : List.of(value)) {
      if (!line.isValueNode() || line.isNull()) {
        throw new InvalidSettingsException(key + ": expected: a value, or a list of values");
      }
      lines.add(line.asText());
    }
    return lines;
  }

  private static Settings settings(WrittenSettings values) throws InvalidSettingsException {
    try {
      return new Settings(
          values.address(Setting.GRPC_LISTEN),
          values.address(Setting.HTTP_LISTEN),
          RtpengineSock.parse(values.lines(Setting.RTPENGINE_SOCK)),
          source(values),
          Duration.ofSeconds(values.number(Setting.RTPENGINE_TOUT, 1, 60)),
          values.number(Setting.RTPENGINE_RETR, 1, 60),
          pool(values),
          values.number(Setting.MAX_REQUEST_BYTES, 1_024, 64 << 20),
          values.truth(Setting.SEND_COMMAND),
          values.unlessNone(Setting.PROFILES_FILE).map(Path::of),
          finalReports(values),
          Duration.ofSeconds(values.number(Setting.SHUTDOWN_GRACE, 0, 3_600)),
          notifications(values));
    } catch (IllegalArgumentException wrong) {
      throw new InvalidSettingsException(wrong.getMessage());
    }
  }

  private static NotificationSettings notifications(WrittenSettings values) {
    return new NotificationSettings(
        values.listen(Setting.NOTIFICATION_SOCK),
        values.listen(Setting.XMLRPC_LISTEN),
        values.addresses(Setting.NOTIFICATION_TCP),
        values.choice(Setting.NOTIFICATION_SENDERS, "nodes", "any"),
        values.truth(Setting.NOTIFICATION_PER_CALL),
        values.ipAddress(Setting.NOTIFICATION_ADVERTISE),
        new HistoryLimits(
            values.number(Setting.NOTIFICATION_HISTORY, 1, 10_000_000),
            values.number(Setting.NOTIFICATION_HISTORY_BYTES, 65_536, Integer.MAX_VALUE),
            Duration.ofSeconds(values.number(Setting.NOTIFICATION_HISTORY_AGE, 1, 86_400))),
        values.number(Setting.NOTIFICATION_SUBSCRIBERS, 0, 1_000_000));
  }

  private static SourceSettings source(WrittenSettings values) {
    return new SourceSettings(
        values.unlessNone(Setting.DB_URL).map(DatabaseUrl::parse),
        new NodeTable(
            values.whole(Setting.DB_TABLE),
            values.whole(Setting.SOCKET_COLUMN),
            values.whole(Setting.SET_COLUMN)),
        Duration.ofSeconds(values.number(Setting.DB_TIMEOUT, 1, 60)),
        Duration.ofSeconds(values.number(Setting.DB_POLL_INTERVAL, 0, 86_400)),
        values.unlessNone(Setting.STATE_FILE).map(Path::of));
  }

  private static PoolSettings pool(WrittenSettings values) {
    Duration timeout = Duration.ofSeconds(values.number(Setting.RTPENGINE_TOUT, 1, 60));
    int limit = values.number(Setting.REQUEST_TIMEOUT, 0, 3_600);
    return new PoolSettings(
        values.word(Setting.HASH, HashKind.class),
        limit > 0
            ? Duration.ofSeconds(limit)
            : timeout.multipliedBy(values.number(Setting.RTPENGINE_RETR, 1, 60)),
        values.expressions(Setting.EXTRA_FAILOVER_ERROR),
        new HealthSettings(
            values.number(Setting.FAILURE_THRESHOLD, 1, 1_000),
            timeout,
            Duration.ofSeconds(values.number(Setting.RTPENGINE_DISABLE_TOUT, 1, 86_400)),
            Duration.ofSeconds(values.number(Setting.RTPENGINE_TIMER_INTERVAL, 1, 86_400)),
            values.truth(Setting.PING_ENABLED_NODES)),
        new AffinitySettings(
            values.number(Setting.AFFINITY_MAX_CALLS, 1, 100_000_000),
            Duration.ofSeconds(values.number(Setting.AFFINITY_TTL, 1, 31_536_000)),
            Duration.ofSeconds(values.number(Setting.AFFINITY_CHECK_INTERVAL, 0, 86_400))));
  }

  private static FinalReportLimits finalReports(WrittenSettings values) {
    return new FinalReportLimits(
        Duration.ofSeconds(values.number(Setting.CALL_STATISTICS_TTL, 0, 86_400)),
        values.number(Setting.CALL_STATISTICS_MAX_CALLS, 0, 10_000_000),
        values.number(Setting.CALL_STATISTICS_MAX_BYTES, 0, Integer.MAX_VALUE));
  }
}
