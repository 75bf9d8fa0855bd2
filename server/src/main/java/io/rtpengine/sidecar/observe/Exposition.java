package io.rtpengine.sidecar.observe;

/** Writes metrics in the text format of Prometheus, version 0.0.4. Confined to one thread. */
final class Exposition {

  /** The media type of what is written. */
  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder(8_192);

  /** Begins a metric: all its samples follow. */
  void metric(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /** Adds a sample that has no labels. */
  void sample(String name, double value) {
    sample(name, Double.toString(value), Labels.NONE);
  }

  /** Adds a sample. */
  void sample(String name, long value, Labels labels) {
    sample(name, Long.toString(value), labels);
  }

  /** Adds a sample. */
  void sample(String name, double value, Labels labels) {
    sample(name, Double.toString(value), labels);
  }

  private void sample(String name, String value, Labels labels) {
    text.append(name);
    if (!labels.text().isEmpty()) {
      text.append('{').append(labels.text()).append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
