namespace Hamf.Pipeline.Evaluation;

/// <summary>The style sheet of <see cref="ReportPage"/>; its chart classes are those that the charts use.</summary>
internal static class ReportStyle
{
    /// <summary>The rules.</summary>
    public const string Css =
        """

        :root { color-scheme: light dark; --paper: #f6f7f9; --card: #ffffff; --ink: #1b2430; --soft: #5c6878; --line: #e2e6ec;
          --accent: #2563b8; --good: #1f8a5b; --bad: #c4492d; --warn: #fff6e0; --warn-ink: #6b4d00; }
        @media (prefers-color-scheme: dark) { :root { --paper: #12161c; --card: #1a2028; --ink: #e6eaf0; --soft: #98a4b4;
          --line: #2b3440; --accent: #6aa5f5; --good: #4cc38a; --bad: #f0775a; --warn: #332a12; --warn-ink: #f0d48a; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 1040px; margin: 0 auto; padding: 32px 20px 48px; }
        header { margin-bottom: 20px; }
        h1 { margin: 0 0 4px; font-size: 30px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
        h2 { margin: 0 0 12px; font-size: 18px; }
        h3 { margin: 0 0 6px; font-size: 15px; }
        p { margin: 0 0 12px; color: var(--soft); max-width: 80ch; }
        .eyebrow { margin: 0; text-transform: uppercase; letter-spacing: 0.08em; font-size: 12px; }
        .lead { margin: 0; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px; margin-bottom: 18px; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; padding: 0; border: 0;
          background: none; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; display: flex;
          flex-direction: column; }
        .tile strong { font-size: 26px; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
        .tile small { color: var(--soft); }
        .warnings { background: var(--warn); border-color: transparent; color: var(--warn-ink); }
        .warnings ul { margin: 0; padding-left: 20px; }
        .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 24px; }
        figure { margin: 0; }
        figcaption { color: var(--soft); font-size: 13px; }
        table { border-collapse: collapse; width: 100%; margin-bottom: 12px; }
        th, td { text-align: left; padding: 7px 10px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top;
          overflow-wrap: anywhere; }
        thead th { color: var(--soft); font-weight: 500; font-size: 13px; }
        tbody th { font-weight: 600; white-space: nowrap; }
        .figures td { font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: 22px; }
        .figures .note { color: var(--soft); white-space: normal; width: 60%; }
        footer { color: var(--soft); font-size: 13px; }
        .chart { width: 100%; height: auto; display: block; }
        .chart text { font-size: 11px; fill: var(--soft); }
        .chart .axis { font-size: 12px; }
        .chart .name { font-size: 13px; fill: var(--ink); }
        .chart .share { fill: var(--ink); opacity: 0.85; }
        .chart .figure { font-size: 19px; font-weight: 600; fill: var(--ink); }
        .grid { stroke: var(--line); stroke-width: 1; }
        .curve { fill: none; stroke: var(--accent); stroke-width: 2.2; stroke-linejoin: round; }
        .fill { fill: var(--accent); opacity: 0.1; }
        .reference { fill: none; stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 5 5; }
        .mark { fill: var(--card); stroke: var(--bad); stroke-width: 2.5; }
        .none { fill: var(--card); stroke: var(--accent); stroke-width: 1.5; }
        .wide { overflow-x: auto; }
        .wide .chart { min-width: 520px; }
        .dot, .bar { fill: var(--accent); }
        .right { fill: var(--good); }
        .wrong { fill: var(--bad); }
        @media (max-width: 640px) { .note { display: none; } }
        @media print { section, .tile { break-inside: avoid; } }

        """;
}
