package io.rtpengine.reference;

import static io.rtpengine.reference.WireForm.code;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.rtpengine.v1.NgCommand;
import io.rtpengine.v1.Options;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes the reference pages: an index, and a page for each file of the contract. */
final class ReferencePages {

  private final Contract contract;
  private final List<FileDescriptor> files;

  private ReferencePages(Contract contract) {
    this.contract = contract;
    // The options are not for those who call the sidecar: what they say stands at each field.
    this.files =
        contract.files().stream()
            .filter(file -> !file.getName().equals(Options.getDescriptor().getName()))
            .sorted(Comparator.comparing(FileDescriptor::getName))
            .toList();
  }

  /** Returns the pages by their file names. */
  static Map<String, String> of(Contract contract) {
    ReferencePages pages = new ReferencePages(contract);
    Map<String, String> byName = new TreeMap<>();
    byName.put("README.md", pages.index());
    for (FileDescriptor file : pages.files) {
      byName.put(name(file), pages.page(file));
    }
    return byName;
  }

  private String index() {
    Markdown index = new Markdown();
    index.heading(1, "Reference");
    index.paragraph(
        """
        Every RPC, message and field of the contract, and what it becomes in NG, rtpengine's control
        protocol. Generated from the comments and options in [`proto/`](../../proto/rtpengine/v1).

        The column NG of a field has the key of the dictionary entry that the field becomes, or the
        word that it puts in the list of strings of that key. What follows "also" is understood in
        what is read, and never sent. The fields of a message that is inlined stand in the same
        dictionary as the message would. A field for which the column is empty is the sidecar's own.
        A field that is unset does not travel.""");
    index.heading(2, "Services");
    for (FileDescriptor file : files) {
      for (ServiceDescriptor service : file.getServices()) {
        index.heading(3, link(service.getName(), name(file)));
        methods(index, service, name(file));
      }
    }
    index.heading(2, "Messages");
    index.table("Page", "What is there");
    for (FileDescriptor file : files) {
      if (file.getServices().isEmpty()) {
        index.row(link(title(file), name(file)), Markdown.firstSentence(contract.comment(file)));
      }
    }
    return index.text();
  }

  private String page(FileDescriptor file) {
    Markdown page = new Markdown();
    Set<GenericDescriptor> described = new LinkedHashSet<>();
    if (file.getServices().isEmpty()) {
      page.heading(1, title(file));
      page.paragraph(contract.comment(file));
    }
    for (ServiceDescriptor service : file.getServices()) {
      page.heading(1, service.getName());
      page.paragraph(contract.comment(service));
      methods(page, service, "");
      service.getMethods().forEach(method -> method(page, method, described));
    }
    for (Descriptor type : file.getMessageTypes()) {
      if (described.add(type)) {
        message(page, type, 2);
      }
    }
    file.getEnumTypes().forEach(type -> enumeration(page, type));
    return page.text();
  }

  private void methods(Markdown page, ServiceDescriptor service, String pageName) {
    page.table("RPC", "NG command", "Kind", "Meaning");
    for (MethodDescriptor method : service.getMethods()) {
      NgCommand command = method.getOptions().getExtension(Options.ngCommand);
      boolean travels = method.getOptions().hasExtension(Options.ngCommand);
      page.row(
          link(method.getName(), pageName + anchor(method.getName())),
          travels ? code(command.getName()) : "",
          travels ? WireForm.word(command.getKind().name(), "COMMAND_KIND_") : "",
          Markdown.firstSentence(contract.comment(method)));
    }
  }

  private void method(Markdown page, MethodDescriptor method, Set<GenericDescriptor> described) {
    page.heading(2, method.getName());
    page.paragraph(
        code(
            "rpc %s(%s%s) returns (%s%s)"
                .formatted(
                    method.getName(),
                    method.isClientStreaming() ? "stream " : "",
                    method.getInputType().getName(),
                    method.isServerStreaming() ? "stream " : "",
                    method.getOutputType().getName())));
    page.paragraph(contract.comment(method));
    for (Descriptor type : List.of(method.getInputType(), method.getOutputType())) {
      if (type.getFile().equals(method.getFile()) && described.add(type)) {
        message(page, type, 3);
      }
    }
  }

  private void message(Markdown page, Descriptor type, int level) {
    page.heading(level, type.getName());
    page.paragraph(contract.comment(type));
    page.paragraph(WireForm.of(type));
    page.table("Field", "Type", "NG", "Meaning");
    for (FieldDescriptor field : type.getFields()) {
      String rule = WireForm.rule(field);
      page.row(
          code(field.getName()),
          type(field) + (rule.isEmpty() ? "" : "; " + rule),
          WireForm.of(field),
          contract.comment(field));
    }
    for (OneofDescriptor oneof : type.getRealOneofs()) {
      page.paragraph("One of " + code(oneof.getName()) + ": " + contract.comment(oneof));
    }
  }

  private void enumeration(Markdown page, EnumDescriptor type) {
    page.heading(2, type.getName());
    page.paragraph(contract.comment(type));
    page.table("Value", "Number", "NG", "Meaning");
    for (EnumValueDescriptor value : type.getValues()) {
      page.row(
          code(value.getName()),
          Integer.toString(value.getNumber()),
          WireForm.of(value),
          contract.comment(value));
    }
  }

  private String type(FieldDescriptor field) {
    if (field.isMapField()) {
      FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
      FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
      return "map of " + single(key) + " to " + single(value);
    }
    OneofDescriptor oneof = field.getRealContainingOneof();
    return (field.isRepeated() ? "list of " : "")
        + single(field)
        + (oneof == null ? "" : "; one of " + code(oneof.getName()));
  }

  private String single(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> reference(field.getMessageType(), field.getMessageType().getName());
      case ENUM -> reference(field.getEnumType(), field.getEnumType().getName());
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private String reference(GenericDescriptor type, String name) {
    return files.contains(type.getFile()) ? link(name, name(type.getFile()) + anchor(name)) : name;
  }

  private static String link(String text, String target) {
    return "[" + text + "](" + target + ")";
  }

  private static String anchor(String heading) {
    return "#" + heading.toLowerCase(Locale.ROOT);
  }

  /** Returns the name of a file's page. */
  private static String name(FileDescriptor file) {
    return baseName(file).replace('_', '-') + ".md";
  }

  private static String title(FileDescriptor file) {
    return baseName(file) + ".proto";
  }

  private static String baseName(FileDescriptor file) {
    String path = file.getName();
    return path.substring(path.lastIndexOf('/') + 1, path.length() - ".proto".length());
  }
}
