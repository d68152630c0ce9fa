namespace Weir.Drill.Model.Tasks;

/// <summary>A question with one right answer: the answer, and the way to it in sentences.</summary>
public readonly record struct Solution(string Answer, IReadOnlyList<string> Steps);
