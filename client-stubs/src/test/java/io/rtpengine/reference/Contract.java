package io.rtpengine.reference;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import io.rtpengine.v1.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The descriptors of the contract, with the comments that stand in its source. */
final class Contract {

  private static final String PACKAGE = "rtpengine.v1";

  private final List<FileDescriptor> files = new ArrayList<>();
  private final Map<GenericDescriptor, String> comments = new HashMap<>();

  private Contract() {}

  /** Reads a descriptor set that has its imports and source information in it. */
  static Contract read(Path descriptorSet) throws IOException {
    ExtensionRegistry options = ExtensionRegistry.newInstance();
    Options.registerAllExtensions(options);
    Contract contract = new Contract();
    Map<String, FileDescriptor> built = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(descriptorSet)) {
      for (FileDescriptorProto proto : FileDescriptorSet.parseFrom(in, options).getFileList()) {
        FileDescriptor file = build(proto, built);
        built.put(file.getName(), file);
        if (file.getPackage().equals(PACKAGE)) {
          contract.add(file, proto);
        }
      }
    }
    return contract;
  }

  private static FileDescriptor build(FileDescriptorProto proto, Map<String, FileDescriptor> built)
      throws IOException {
    FileDescriptor[] imports =
        proto.getDependencyList().stream().map(built::get).toArray(FileDescriptor[]::new);
    try {
      return FileDescriptor.buildFrom(proto, imports);
    } catch (DescriptorValidationException e) {
      throw new IOException(e);
    }
  }

  /** Returns the files of the contract. */
  List<FileDescriptor> files() {
    return files;
  }

  /** Returns the comment before an element of the contract; empty where there is none. */
  String comment(GenericDescriptor element) {
    return comments.getOrDefault(element, "");
  }

  private void add(FileDescriptor file, FileDescriptorProto proto) {
    files.add(file);
    Map<List<Integer>, String> byPath = new HashMap<>();
    for (Location location : proto.getSourceCodeInfo().getLocationList()) {
      byPath.put(location.getPathList(), location.getLeadingComments());
    }
    Source source = new Source(byPath, List.of());
    comments.put(file, source.at(FileDescriptorProto.SYNTAX_FIELD_NUMBER).comment());
    for (ServiceDescriptor service : file.getServices()) {
      add(service, source.at(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex()));
    }
    for (Descriptor type : file.getMessageTypes()) {
      add(type, source.at(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, type.getIndex()));
    }
    for (EnumDescriptor type : file.getEnumTypes()) {
      add(type, source.at(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, type.getIndex()));
    }
  }

  private void add(ServiceDescriptor service, Source source) {
    comments.put(service, source.comment());
    addAll(service.getMethods(), source, ServiceDescriptorProto.METHOD_FIELD_NUMBER);
  }

  private void add(Descriptor type, Source source) {
    comments.put(type, source.comment());
    addAll(type.getFields(), source, DescriptorProto.FIELD_FIELD_NUMBER);
    addAll(type.getRealOneofs(), source, DescriptorProto.ONEOF_DECL_FIELD_NUMBER);
  }

  private void add(EnumDescriptor type, Source source) {
    comments.put(type, source.comment());
    addAll(type.getValues(), source, EnumDescriptorProto.VALUE_FIELD_NUMBER);
  }

  private void addAll(List<? extends GenericDescriptor> elements, Source source, int number) {
    for (int i = 0; i < elements.size(); i++) {
      comments.put(elements.get(i), source.at(number, i).comment());
    }
  }

  /** An element's place in its file, as source information numbers it. */
  private record Source(Map<List<Integer>, String> comments, List<Integer> path) {
    Source at(int... steps) {
      List<Integer> longer = new ArrayList<>(path);
      for (int step : steps) {
        longer.add(step);
      }
      return new Source(comments, longer);
    }

    String comment() {
      return comments.getOrDefault(path, "").strip().replace("\n ", "\n");
    }
  }
}
