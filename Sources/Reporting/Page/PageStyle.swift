/// The style of all pages, and of the pictures in them.
enum PageStyle {
  /// Rules that need the colours' custom properties. A picture in a file of its own has them without.
  static let picture = """
    .picture { font: 13px/1.3 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
    .picture text { fill: var(--text) }
    .picture .name { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace }
    .picture .word { font-size: 13px }
    .picture .small { font-size: 12px }
    .picture .strong { font-weight: 600 }
    .picture .quiet { fill: var(--quiet) }
    .picture .box { fill: var(--inset); stroke: var(--strong) }
    .picture .way, .picture .bypass, .picture .denied { fill: none; stroke: var(--strong); stroke-width: 1.5 }
    .picture .bypass { stroke-dasharray: 4 3 }
    .picture .denied { stroke: var(--delete); stroke-dasharray: 4 3 }
    .picture .dashed { stroke-dasharray: 4 3 }
    .picture .tip { fill: var(--strong) }
    .picture .decision { fill: var(--card); stroke: var(--strong); stroke-width: 1.5 }
    .picture text.create { fill: var(--create) }
    .picture text.update { fill: var(--update) }
    .picture text.restore { fill: var(--restore) }
    .picture text.delete { fill: var(--delete) }
    .picture rect.create { fill: var(--create-surface); stroke: var(--create) }
    .picture rect.update { fill: var(--update-surface); stroke: var(--update) }
    .picture rect.restore { fill: var(--restore-surface); stroke: var(--restore) }
    .picture rect.delete { fill: var(--delete-surface); stroke: var(--delete); stroke-dasharray: 4 3 }

    """

  static let page = """
    *, *::before, *::after { box-sizing: border-box }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem }
    body { margin: 0; padding: 2rem clamp(.5rem, 3vw, 2.5rem) 4rem; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
    body > * { max-width: 88rem; margin-inline: auto }
    h1, h2, h3, h4, p, ul, dl, dd, pre { margin: 0 }
    h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -.015em; overflow-wrap: anywhere }
    h2 { font-size: 1.2rem; line-height: 1.3; margin-bottom: .75rem; overflow-wrap: anywhere }
    h3 { font-size: 1.02rem; overflow-wrap: anywhere }
    h4 { font-size: 1rem; overflow-wrap: anywhere }
    ul { padding: 0; list-style: none }
    a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .2em }
    a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px }
    code, pre { font: max(12px, .86em)/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere }
    code { white-space: pre-wrap }
    h3 code, h4 code { font-size: .95em }
    summary { cursor: pointer; color: var(--quiet) }
    section { margin-bottom: 2.5rem }
    section section { margin-bottom: 1.75rem }
    header { margin-bottom: 2rem }
    footer { color: var(--quiet); font-size: .87rem; border-top: 1px solid var(--line); padding-top: 1rem }
    .quiet, .place, .note, .about, .counts, .gap { color: var(--quiet) }
    .place, .about, .counts { font-size: .87rem; overflow-wrap: anywhere }
    .lead { margin-top: .4rem; font-size: 1.05rem; overflow-wrap: anywhere }
    .facts { display: flex; flex-wrap: wrap; gap: .2rem 1.75rem; margin-top: .6rem; font-size: .9rem }
    .facts div { display: flex; gap: .5rem; min-width: 0 }
    .facts dt { color: var(--quiet) }
    .facts dd { overflow-wrap: anywhere; min-width: 0 }
    .tiles { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1.25rem }
    .tiles li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; min-width: 6.75rem }
    .tiles .tile { display: block; padding: .55rem .85rem; color: inherit; text-decoration: none }
    .tiles a:hover > span { text-decoration: underline }
    .tiles b { display: block; font-size: 1.35rem; line-height: 1.25; font-variant-numeric: tabular-nums }
    .tiles span { font-size: .85rem; color: var(--quiet) }
    .tiles b .mark { font-size: 1.1rem }
    .remark { margin-top: .8rem; font-size: .87rem; color: var(--quiet) }

    """ + changes + """
      .layout { display: block }
      nav { margin-bottom: 2rem; font-size: .9rem }
      nav summary { font-weight: 600; margin-bottom: .4rem }
      nav a { display: flex; gap: .4em; padding: .16rem 0; color: var(--text); text-decoration: none; overflow-wrap: anywhere }
      nav a:hover { text-decoration: underline }
      nav a span:last-child { min-width: 0 }
      nav ul ul { padding-left: .85rem; border-left: 1px solid var(--line); margin: .1rem 0 .5rem .1rem }
      nav ul ul a { color: var(--quiet) }
      .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem .75rem; margin-bottom: 1rem; min-width: 0 }
      .about + .card { margin-top: .6rem }
      .plain li + li, .findings li + li { border-top: 1px solid var(--line) }
      .plain li, .findings li { padding: .5rem 0; overflow-wrap: anywhere }
      .plain, .findings { padding-block: .4rem }
      .findings b { display: inline-block; border-radius: 4px; padding: 0 .45em; font-size: .87rem }
      .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(330px, 100%), 1fr)); gap: 1rem; align-items: start }
      .grid > .card { margin: 0; padding: 1rem .75rem }
      .drawing { margin-top: .9rem; overflow: hidden }
      .picture { display: block; max-width: 100%; height: auto }
      .flow { margin-top: .25rem }
      .changes { min-width: 0; margin-top: 1rem }
      .objects > li { padding: .35rem 0 }
      .objects .objects { border-left: 2px solid var(--line); padding-left: .75rem; margin-top: .25rem }
      .card > .objects > li + li { border-top: 1px solid var(--line) }
      .object { overflow-wrap: anywhere }
      .object .place { margin-left: .35em }
      .context { color: var(--quiet) }
      .note { font-size: .9rem; padding-left: 1.1rem; overflow-wrap: anywhere }
      .cascades { padding-left: 1.1rem; font-size: .9rem; overflow-wrap: anywhere }
      details > .fields, details > pre { margin-top: .3rem }
      .objects details { padding-left: 1.1rem; font-size: .9rem }
      .objects details .fields, .fields details { padding-left: 0; font-size: 1em }
      .fields { padding-left: 1.1rem; font-size: .9rem }
      .fields > div { padding: .16rem 0; min-width: 0 }
      .fields dt { color: var(--quiet); overflow-wrap: anywhere }
      .fields dt em { color: var(--restore); font-style: normal }
      .fields > .block { display: block !important }
      .fields dd { min-width: 0; overflow-wrap: anywhere }
      ins, del { text-decoration: none; border-radius: 3px; padding: .08em .3em; box-decoration-break: clone; -webkit-box-decoration-break: clone }
      ins { background: var(--create-surface); color: var(--create) }
      del { background: var(--delete-surface); color: var(--delete) }
      pre { background: var(--inset); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .6rem; white-space: pre-wrap; font-size: .8rem }
      pre > * { display: block; border-radius: 0; padding: 0 .3em; min-height: 1.5em }
      table { border-collapse: collapse; width: 100%; font-size: .93rem }
      caption { text-align: left; color: var(--quiet); padding-bottom: .4rem }
      td, th { padding: .45rem .8rem .45rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere }
      thead th { border-top: 0; color: var(--quiet); font-weight: 600 }
      td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
      .bad { color: var(--delete) }
      @media (min-width: 48rem) {
        .card { padding: 1.1rem 1.35rem 1.25rem }
        .fields > div { display: grid; grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr); gap: .75rem }
        .flow { display: grid; grid-template-columns: 296px minmax(0, 1fr); gap: 2rem; align-items: start }
        .grid > .card { padding: 1rem }
        .flow.no-picture { display: block }
        .changes { margin-top: .6rem }
      }
      @media (min-width: 70rem) {
        .with-contents { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 2.5rem; align-items: start }
        .with-contents nav { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow: auto }
      }
      @media (max-width: 47.99rem) {
        .objects .objects { padding-left: .5rem }
        .fields, .note, .cascades, .objects details { padding-left: .5rem }
        thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
        table, caption, tbody, tr, th, td { display: block; text-align: left }
        tr { border-top: 1px solid var(--line); padding: .6rem 0 }
        td, th, td.number { border: 0; padding: .1rem 0; text-align: left }
        td:empty { display: none }
        td[data-title]::before { content: attr(data-title) ": "; color: var(--quiet) }
      }
      @media print {
        body { padding: 0; font-size: 10pt; background: none }
        nav { display: none }
        .layout { display: block }
        .card, .tiles li { break-inside: avoid-page }
        .card:has(.objects) { break-inside: auto }
        .drawing, .object { break-inside: avoid }
        .object, h2, h3, .about, .counts { break-after: avoid }
        details::details-content { content-visibility: visible; block-size: auto }
        ins, del, .tiles li { print-color-adjust: exact; -webkit-print-color-adjust: exact }
      }

      """

  /// The colours of what happens to an object.
  private static let changes: String = PageColours.changes.map { colour in
    let name = colour.text.name
    return """
      .\(name) { color: var(--\(name)) }
      .findings .\(name) { background: var(--\(name)-surface) }
      .tiles > .\(name) { border-color: var(--\(name)); background: var(--\(name)-surface) }
      .tiles > .\(name) b, .tiles > .\(name) span { color: var(--\(name)) }

      """
  }.joined()

  static let whole = PageColours.properties + page + picture
}
