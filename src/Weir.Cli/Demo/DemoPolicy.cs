using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;

namespace Weir.Cli.Demo;

/// <summary>The demo's policy: the machine watches by itself and asks before anybody feels anything, so that whoever looks at the console decides.</summary>
internal static class DemoPolicy
{
    private const string Text = """
        # The demo's policy. The machine watches by itself; before anybody feels anything a person says yes, in the inbox of the console.
        # Change it under Policy, or try there what another one would have done.
        mode: enforce

        terms:
          clauses:
            no-training:
              title: "Terms of use: training"
              says: "Answers may not be used to train or improve models that compete with ours."
              exceptions: ["a licence of ours"]

        rules:
          - name: looks-like-a-harvest
            when: { verdict: watch }
            then: watch
            for: 7d

          - name: near-a-campaign
            when: { campaign: watch, certainty: 0.5 }
            then: watch
            for: 7d

          # One question for all of them: who says yes stops every member, those who join later too.
          - name: campaign
            about: campaign
            when: { campaign: act, certainty: 0.9 }
            then: suspend
            for: 30d
            approval: person
            clause: no-training

          - name: harvest
            when: { verdict: act }
            then: narrow
            for: 14d
            approval: person
            clause: no-training

        """;

    /// <summary>In force in a gateway over this folder. A file that somebody changed in an earlier run stays as it is.</summary>
    public static WeirConfig In(WeirConfig config, DataFolder data)
    {
        var path = Path.Combine(data.Path, "policy.yaml");
        if (!File.Exists(path))
            DurableFile.Replace(path, System.Text.Encoding.UTF8.GetBytes(Text));
        return config with { PolicyFile = path };
    }
}
