import Foundation
import Testing

@testable import Reporting

/// Everybody can read the colours of pages: WCAG's contrast of 4.5 for texts and 3 for lines that mean something.
@Suite struct PageColoursTests {
  enum Scheme: CaseIterable {
    case light, dark

    func value(_ colour: PageColours.Colour) -> String { self == .light ? colour.light : colour.dark }
  }

  private static func luminance(_ hexadecimal: String) throws -> Double {
    let value = try #require(Int(hexadecimal.dropFirst(), radix: 16))
    let parts = [value >> 16, (value >> 8) & 255, value & 255].map { part -> Double in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  private static func contrast(_ one: String, _ other: String) throws -> Double {
    let both = [try luminance(one), try luminance(other)].sorted()
    return (both[1] + 0.05) / (both[0] + 0.05)
  }

  @Test(arguments: Scheme.allCases) func textsAreReadable(scheme: Scheme) throws {
    for surface in PageColours.surfaces {
      for text in PageColours.texts + PageColours.changes.map(\.text) {
        let contrast = try Self.contrast(scheme.value(text), scheme.value(surface))
        #expect(contrast >= 4.5, "\(text.name) on \(surface.name): \(contrast)")
      }
    }
    for (text, surface) in PageColours.changes {
      for text in [text] + PageColours.texts.prefix(2) {
        let contrast = try Self.contrast(scheme.value(text), scheme.value(surface))
        #expect(contrast >= 4.5, "\(text.name) on \(surface.name): \(contrast)")
      }
    }
  }

  @Test(arguments: Scheme.allCases) func linesThatMeanSomethingAreSeen(scheme: Scheme) throws {
    let strong = try #require(PageColours.lines.last)
    for surface in PageColours.surfaces {
      #expect(try Self.contrast(scheme.value(strong), scheme.value(surface)) >= 3, "\(surface.name)")
    }
  }

  /// A file of its own has colours for readers that know no custom properties.
  @Test func aPictureNeedsNoCustomProperty() {
    let text = SVGDiagram.text(of: FlowGraph(flows: []))
    #expect(!text.contains("var(--") && text.contains("prefers-color-scheme: dark"))
    let both = PageStyle.whole.matches(of: /var\(--([a-z-]+)\)/).map { String($0.1) }
    for name in Set(both) { #expect(PageColours.properties.contains("--\(name): #"), "\(name)") }
  }
}
