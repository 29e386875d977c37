package io.argosy.cli.guard;

import picocli.CommandLine.Command;

/** Words of the security team. */
@Command(
    name = "custody",
    description = "Asks custody hosts, as their administrators do.",
    subcommands = {
      ProveCommand.class,
      KeysCommand.class,
      RewrapCommand.class,
      FreezeCommand.class,
      UnsealCommand.class,
      SignRosterCommand.class,
      RosterCommand.class,
      ReshareCommand.class
    })
public final class CustodyCommand {}
