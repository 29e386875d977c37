package io.argosy.cli.operate;

import io.argosy.cli.deploy.ProcessList;
import io.argosy.cli.deploy.RunFolder;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops what runs of a deployment on this machine; files stay. */
@Command(name = "down", description = "Stops the deployment on this machine; its files stay.")
public final class DownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var entries = ProcessList.read(RunFolder.ofCheckout());
    int stopped = 0;
    for (var entry : entries.reversed()) {
      var handle = entry.handle();
      if (handle.isPresent()) {
        stop(handle.get());
        out.println("stopped " + entry.name());
        stopped++;
      }
    }
    if (stopped == 0) {
      out.println("nothing runs");
    }
    out.flush();
    return 0;
  }

  private static void stop(ProcessHandle handle) throws Exception {
    handle.destroy();
    try {
      var _ = handle.onExit().get(15, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      handle.destroyForcibly();
    }
  }
}
