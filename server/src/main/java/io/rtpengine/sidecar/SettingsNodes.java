package io.rtpengine.sidecar;

import io.rtpengine.sidecar.config.InvalidSettingsException;
import io.rtpengine.sidecar.config.Settings;
import io.rtpengine.sidecar.store.NodeList;
import io.rtpengine.sidecar.store.NodeSource;
import io.rtpengine.sidecar.store.NodeSourceException;

/** Takes the nodes from the settings, which are read anew each time. */
final class SettingsNodes implements NodeSource {

  private final SettingsSource settings;

  SettingsNodes(SettingsSource settings) {
    this.settings = settings;
  }

  @Override
  public NodeList read() throws NodeSourceException {
    try {
      return NodeList.of(settings.read().sets());
    } catch (InvalidSettingsException invalid) {
      throw new NodeSourceException(String.valueOf(invalid.getMessage()));
    }
  }

  @Override
  public String toString() {
    return "the settings";
  }

  /** Where settings come from. */
  @FunctionalInterface
  interface SettingsSource {

    /**
     * Reads the settings that there are now.
     *
     * @throws InvalidSettingsException if they can't be right
     */
    Settings read() throws InvalidSettingsException;
  }
}
