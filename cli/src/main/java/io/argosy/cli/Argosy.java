package io.argosy.cli;

import io.argosy.cli.attack.AttackCommand;
import io.argosy.cli.demo.DemoCommand;
import io.argosy.cli.guard.CustodyCommand;
import io.argosy.cli.operate.ApproveCommand;
import io.argosy.cli.operate.BatchCommand;
import io.argosy.cli.operate.DoctorCommand;
import io.argosy.cli.operate.DownCommand;
import io.argosy.cli.operate.ImportCommand;
import io.argosy.cli.operate.KeyCommand;
import io.argosy.cli.operate.PayoutCommand;
import io.argosy.cli.operate.UpCommand;
import io.argosy.servicekit.Refusal;
import io.grpc.StatusRuntimeException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code ./argosy}: one word, one command. */
@Command(
    name = "argosy",
    mixinStandardHelpOptions = true,
    version = "argosy 0.1.0",
    description = "Pays thousands of recipients from an address whose private key exists nowhere.",
    subcommands = {
      DemoCommand.class,
      AttackCommand.class,
      UpCommand.class,
      DownCommand.class,
      DoctorCommand.class,
      ImportCommand.class,
      ApproveCommand.class,
      BatchCommand.class,
      PayoutCommand.class,
      KeyCommand.class,
      CustodyCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "./argosy test [--fast|NAME] and ./argosy bench NAME belong to the launcher itself.",
    })
public final class Argosy {
  private Argosy() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command in this process and answers its exit status. */
  public static int run(String... arguments) {
    return new CommandLine(new Argosy())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((fault, command, parsed) -> explain(fault, command))
        .execute(arguments);
  }

  /** A person gets the reason; the stack is for those who ask for it. */
  private static int explain(Exception fault, CommandLine command) {
    var err = command.getErr();
    err.println("argosy " + command.getCommandName() + ": " + sentence(fault));
    if (System.getenv("ARGOSY_STACK") != null) {
      fault.printStackTrace(err);
    }
    err.flush();
    return 1;
  }

  private static String sentence(Exception fault) {
    if (fault instanceof StatusRuntimeException status) {
      return Refusal.in(status)
          .map(refusal -> String.valueOf(refusal.getMessage()))
          .orElseGet(() -> "no answer from the service (" + status.getStatus().getCode() + ")");
    }
    return String.valueOf(fault.getMessage());
  }
}
