package io.argosy.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The rules that DESIGN.md states between modules, as data. */
final class ArchitectureRules {
  private static final String[] SERVICES = {
    "io.argosy.api..", "io.argosy.custody..", "io.argosy.reconcile..", "io.argosy.marketfeed.."
  };

  /** Names that say nothing about the thing they name. */
  static final ArchRule NAMES =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.argosy.proto..")
          .should()
          .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Processor)(\\$.*)?");

  /** No floating point near money: no field of ours holds it outside measuring. */
  static final ArchRule NO_FLOATING_POINT =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackages(
              "io.argosy.proto..", "io.argosy.bench..", "io.argosy.cli..", "io.argosy.stack..")
          .and()
          .areNotDeclaredIn("io.argosy.contracts.PayoutGas$Costs") // gas that was measured
          .should()
          .haveRawType(double.class)
          .orShould()
          .haveRawType(float.class);

  /** Randomness is secure randomness, and injected. */
  static final ArchRule NO_WEAK_RANDOMNESS =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.argosy.bench..", "io.argosy.stack..", "io.argosy.cli..")
          .should()
          .accessClassesThat()
          .haveFullyQualifiedName("java.util.Random");

  /** A key is never put together: a share's number is read where one party computes with it. */
  static final ArchRule NOTHING_COMBINES_SHARES =
      methods()
          .that()
          .areDeclaredIn("io.argosy.threshold.KeyShare")
          .and()
          .haveName("secret")
          .should()
          .onlyBeCalled()
          .byClassesThat(
              com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf(
                      io.argosy.threshold.KeyShare.class,
                      io.argosy.threshold.Refresh.class,
                      io.argosy.threshold.Resharing.class)
                  .or(
                      com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(
                          "io.argosy.threshold.OwnNumbers"))
                  .or(
                      com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(
                          "io.argosy.threshold.Hedged")));

  static final ArchRule THRESHOLD_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("io.argosy.threshold..")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("io.argosy..")
                  .and(
                      com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(
                          "io.argosy.threshold..")));

  static final ArchRule MODEL_HAS_NO_IO =
      noClasses()
          .that()
          .resideInAnyPackage("io.argosy.model..", "io.argosy.threshold..", "io.argosy.chain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.google.protobuf..", "io.grpc..", "java.net.http..", "java.sql..", "org.jdbi..");

  static final ArchRule CUSTODY_CORE_IS_SMALL =
      noClasses()
          .that()
          .resideInAPackage("io.argosy.custodycore..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.grpc..",
              "com.google.protobuf..",
              "tools.jackson..",
              "io.opentelemetry..",
              "io.netty..",
              "java.net.http..");

  static final ArchRule CUSTODY_KNOWS_NO_OTHER_SERVICE =
      noClasses()
          .that()
          .resideInAnyPackage("io.argosy.custody..", "io.argosy.custodycore..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.argosy.api..", "io.argosy.reconcile..", "io.argosy.marketfeed..");

  static final ArchRule LIBRARIES_KNOW_NO_SERVICE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.argosy.model..",
              "io.argosy.chain..",
              "io.argosy.chainclient..",
              "io.argosy.auditlog..",
              "io.argosy.wire..",
              "io.argosy.servicekit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVICES);

  static final List<ArchRule> ALL =
      List.of(
          NAMES,
          NO_FLOATING_POINT,
          NO_WEAK_RANDOMNESS,
          NOTHING_COMBINES_SHARES,
          THRESHOLD_STANDS_ALONE,
          MODEL_HAS_NO_IO,
          CUSTODY_CORE_IS_SMALL,
          CUSTODY_KNOWS_NO_OTHER_SERVICE,
          LIBRARIES_KNOW_NO_SERVICE);

  private ArchitectureRules() {}
}
