package io.rtpengine.sidecar;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import org.junit.jupiter.api.Test;

/** The packages import only downward. */
final class ArchitectureTest {

  private static final String ROOT = "io.rtpengine.sidecar";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void packagesUseOnlyThoseBelow() {
    LayeredArchitecture layers =
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room :
        new String[] {
          "config",
          "notify",
          "service",
          "expand",
          "flags",
          "sip",
          "translate",
          "store",
          "statistics",
          "pool",
          "observe",
          "ng",
          "protobuf",
          "bencode"
        }) {
      layers = layers.layer(room).definedBy(ROOT + "." + room);
    }
    check(
        layers
            .layer("wiring")
            .definedBy(ROOT)
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("notify")
            .mayOnlyBeAccessedByLayers("wiring", "config", "observe")
            .whereLayer("service")
            .mayOnlyBeAccessedByLayers("wiring", "notify")
            .whereLayer("observe")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("expand")
            .mayOnlyBeAccessedByLayers("wiring", "config", "service")
            .whereLayer("flags")
            .mayOnlyBeAccessedByLayers("expand")
            .whereLayer("sip")
            .mayOnlyBeAccessedByLayers("wiring", "service", "expand")
            .whereLayer("statistics")
            .mayOnlyBeAccessedByLayers("wiring", "config", "service")
            .whereLayer("translate")
            .mayOnlyBeAccessedByLayers("service", "notify", "expand")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("wiring", "config", "service")
            .whereLayer("pool")
            .mayOnlyBeAccessedByLayers("wiring", "config", "service", "notify", "observe", "store")
            .whereLayer("ng")
            .mayOnlyBeAccessedByLayers("wiring", "service", "notify", "store", "pool", "observe")
            .whereLayer("protobuf")
            .mayOnlyBeAccessedByLayers("service", "notify", "expand", "translate")
            .whereLayer("bencode")
            .mayOnlyBeAccessedByLayers(
                "service", "notify", "expand", "flags", "translate", "statistics", "ng"));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void onlyTranslationAndServicesSeeTheContract() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                ROOT + ".config",
                ROOT + ".store",
                ROOT + ".pool",
                ROOT + ".observe",
                ROOT + ".ng",
                ROOT + ".bencode")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rtpengine.v1..", "com.google.protobuf..", "io.grpc.."));
  }

  @Test
  void onlyTheNgClientSeesTheNetwork() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                ROOT + ".config",
                ROOT + ".service",
                ROOT + ".translate",
                ROOT + ".store",
                ROOT + ".statistics",
                ROOT + ".pool",
                ROOT + ".protobuf",
                ROOT + ".bencode")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty.."));
  }

  @Test
  void onlyTheStoreSeesDatabases() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.apache.ibatis.."));
  }

  @Test
  void thePathOfACallDoesNotLog() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                ROOT + ".service",
                ROOT + ".translate",
                ROOT + ".statistics",
                ROOT + ".pool",
                ROOT + ".ng",
                ROOT + ".protobuf",
                ROOT + ".bencode")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j.."));
  }

  @Test
  void classesAreFinalOrAbstract() {
    check(
        classes()
            .that()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL)
            .orShould()
            .haveModifier(JavaModifier.ABSTRACT));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
