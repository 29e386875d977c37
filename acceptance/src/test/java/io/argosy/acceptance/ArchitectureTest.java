package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.argosy");

  static java.util.List<ArchRule> rules() {
    return ArchitectureRules.ALL;
  }

  @Test
  void thePlantedViolationsTripTheirRules() {
    var planted = new ClassFileImporter().importPackages("io.argosy.acceptance.planted");

    assertThat(ArchitectureRules.NAMES.evaluate(planted).hasViolation()).isTrue();
    assertThat(ArchitectureRules.NO_FLOATING_POINT.evaluate(planted).hasViolation()).isTrue();
    assertThat(ArchitectureRules.NO_WEAK_RANDOMNESS.evaluate(planted).hasViolation()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theModulesKeepTheRule(ArchRule rule) {
    rule.allowEmptyShould(true).check(PRODUCTION);
  }
}
