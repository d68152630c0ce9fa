using Weir.TestKit;
using Xunit;

namespace Weir.Policy.Tests;

public sealed class Reading_a_policy
{
    private const string Clause = "terms: { clauses: { c: { title: T, says: S } } }\n";

    [Theory]
    [InlineData("policy.yaml")]
    [InlineData("policy-strict.yaml")]
    public void The_samples_are_good_without_a_warning_but_for_the_missing_address(string name)
    {
        var reading = PolicyReader.Read(File.ReadAllText(Path.Combine(Repository.Root, "samples", name)), name);
        Assert.Empty(reading.Faults);
        Assert.All(reading.Warnings, static warning => Assert.Equal("terms.verify_url", warning.Path));
    }

    [Fact]
    public void The_default_stops_nobody_without_a_person()
    {
        Assert.Equal(PolicyMode.Shadow, Policies.Default.Mode);
        Assert.All(Policies.Default.Rules, static rule => Assert.True(!rule.Then.IsHard() || rule.NeedsPerson, rule.Name));
        Assert.Contains(Policies.Strict.Rules, static rule => rule.Then.IsHard() && !rule.NeedsPerson);
    }

    [Fact]
    public void The_schema_is_what_weir_policy_schema_prints() =>
        Assert.True(string.Equals(PolicyDocuments.Schema(), File.ReadAllText(Path.Combine(Repository.Root, "samples", "policy.schema.json")), StringComparison.Ordinal), "weir policy schema > samples/policy.schema.json");

    [Fact]
    public void The_table_of_the_documents_is_what_weir_policy_keys_prints()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "policy.md"));
        const string Begin = "<!-- keys -->\n", End = "<!-- /keys -->";
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Assert.True(string.Equals(PolicyDocuments.Table(), document[begin..document.IndexOf(End, StringComparison.Ordinal)], StringComparison.Ordinal), "put what `weir policy keys` prints between the two marks");
    }

    [Theory]
    [InlineData("rulez: []", "rulez", "is not a key")]
    [InlineData("rules: [{ name: r, when: { verdikt: act }, then: watch }]", "rules[0].when.verdikt", "write verdict")]
    [InlineData("rules: [{ name: r, when: { verdict: act }, then: slow }]", "rules[0].clause", "is missing")]
    [InlineData(Clause + "rules: [{ name: r, when: { verdict: act }, then: slow, clause: d }]", "rules[0].clause", "is 'd', which is no clause")]
    [InlineData("rules: [{ name: r, when: {}, then: watch }]", "rules[0].when", "asks for nothing")]
    [InlineData("rules: [{ name: r, when: { verdict: act }, then: open }]", "rules[0].then", "everybody is who meets no rule")]
    [InlineData(Clause + "rules: [{ name: r, when: { countries: [NL] }, then: slow, clause: c }]", "rules[0].when", "nobody is guilty by attribute")]
    [InlineData(Clause + "rules: [{ name: r, when: { younger_than: 30d }, then: slow, clause: c }]", "rules[0].when", "nobody is guilty by attribute")]
    [InlineData(Clause + "rules: [{ name: r, when: { evidence: 0, younger_than: 30d }, then: slow, clause: c }]", "rules[0].when.evidence", "0.05")]
    [InlineData("rules: [{ name: r, when: { verdict: act, certainty: 0.9 }, then: watch }]", "rules[0].when.certainty", "without campaign")]
    [InlineData("rules: [{ name: r, when: { verdict: act, verified: true, trusted: false }, then: watch }]", "rules[0].when", "can never be met")]
    [InlineData("trust: { tiers: [gold] }\nrules: [{ name: r, when: { verdict: act, tiers: [gold], trusted: false }, then: watch }]", "rules[0].when", "can never be met")]
    [InlineData("rules: [{ name: r, when: { budget: 1 }, then: watch }]", "rules[0].when.budget", "can never be met")]
    [InlineData(Clause + "rules: [{ name: r, when: { verdict: act, verified: true }, then: verify, clause: c }]", "rules[0].then", "verified already")]
    [InlineData("rules: [{ name: r, about: campaign, when: { verdict: act }, then: watch }]", "rules[0].when.verdict", "is not known")]
    [InlineData("rules: [{ name: r, about: campaign, when: { evidence: 3 }, then: watch }]", "rules[0].when.campaign", "is missing in a rule about campaigns")]
    [InlineData("rules: [{ name: r, about: end_user, when: { campaign: act }, then: watch }]", "rules[0].when.campaign", "is not known")]
    [InlineData(Clause + "rules: [{ name: r, about: end_user, when: { verdict: act }, then: verify, clause: c }]", "rules[0].then", "nobody can confirm")]
    [InlineData("rules: [{ name: r, about: organization, when: { verdict: act, trusted: true }, then: watch }]", "rules[0].when.trusted", "can never be met")]
    [InlineData("rules: [{ name: r, about: everybody, when: { verdict: act }, then: watch }]", "rules[0].about", "campaign")]
    [InlineData("trust: { most: verify }", "trust.most", "without a person's yes")]
    [InlineData("postures: { watch: { choices: 1 } }", "postures.watch", "a customer feels")]
    [InlineData("rules: [{ name: r, when: { verdict: act }, then: watch }, { name: r, when: { verdict: act }, then: watch }]", "rules[1]", "again")]
    [InlineData("guard: { canaries: [abc] }", "guard.canaries[0]", "six characters")]
    public void What_is_wrong_is_refused_and_told(string text, string path, string says)
    {
        var reading = PolicyReader.Read(text, "policy.yaml");
        Assert.Null(reading.Policy);
        Assert.Contains(reading.Faults, fault => string.Equals(fault.Path, path, StringComparison.Ordinal) && fault.ToString().Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void A_fault_in_one_rule_hides_none_of_another()
    {
        var reading = PolicyReader.Read(Clause + """
            rules:
              - { name: a, when: { verdict: act }, then: suspend, clause: nope }
              - { name: b, when: { verdict: act, evidnce: 3 }, then: watch }
              - { name: c, when: { countries: [NL] }, then: slow, clause: c }
              - { name: d, when: { verdict: act, verified: true, trusted: false }, then: watch }
            """, "p.yaml");
        Assert.Equal(["rules[0].clause", "rules[1].when.evidnce", "rules[2].when", "rules[3].when"], reading.Faults.Select(static fault => fault.Path));
    }

    [Fact]
    public void All_faults_are_listed_at_once()
    {
        var reading = PolicyReader.Read("mode: maybe\nfoo: 1\nrules:\n  - { name: a, when: { verdict: act }, then: slow }\n  - { name: b, when: { certainty: 1 }, then: watch }\n", "p.yaml");
        Assert.Equal(["mode", "foo"], reading.Faults.Take(2).Select(static fault => fault.Path));
        Assert.True(reading.Faults.Count >= 5, ConfigFault.Render(reading.Faults));
        Assert.Equal(4, reading.Faults.First(static fault => fault.Path.StartsWith("rules[0]", StringComparison.Ordinal)).Place.Line);
    }

    [Theory]
    [InlineData(Clause + "rules: [{ name: a, when: { verdict: act }, then: narrow, clause: c }, { name: b, when: { verdict: act, budget: 1 }, then: slow, clause: c }]\nbudgets: { default: { per_day: 9 } }", "rules[1]", "changes nothing")]
    [InlineData("rules: [{ name: a, when: { verdict: act, evidence: 1 }, then: watch }]", "rules[0].when.evidence", "asks for already")]
    [InlineData(Clause + "rules: [{ name: a, when: { verdict: act, trusted: true }, then: slow, clause: c }]", "rules[0].approval", "without a person")]
    [InlineData("mode: enforce", "rules", "names no rule")]
    public void What_is_only_useless_is_a_warning(string text, string path, string says)
    {
        var reading = PolicyReader.Read(text, "policy.yaml");
        Assert.True(reading.Policy is not null, ConfigFault.Render(reading.Faults));
        Assert.Contains(reading.Warnings, warning => string.Equals(warning.Path, path, StringComparison.Ordinal) && warning.Problem.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("- a\n- b")]
    [InlineData("a: &x 1")]
    [InlineData("{{{{")]
    [InlineData("rules: 7")]
    [InlineData("terms: { clauses: [1] }")]
    public void Nonsense_is_a_fault_and_never_an_exception(string text)
    {
        var reading = PolicyReader.Read(text, "policy.yaml");
        Assert.Null(reading.Policy);
        Assert.NotEmpty(reading.Faults);
    }
}
