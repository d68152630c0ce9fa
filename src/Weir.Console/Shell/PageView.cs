using Microsoft.AspNetCore.Components;

namespace Weir.Console.Shell;

/// <summary>The inside of a page: shows one model and asks nobody anything.</summary>
public abstract class PageView<TModel> : ComponentBase
{
    [Parameter, EditorRequired]
    public TModel Model { get; set; } = default!;

    [CascadingParameter]
    public Visit Visit { get; set; } = null!;
}
