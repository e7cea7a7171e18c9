import Foundation
import Model
import OrderedCollections
import Subprocess

/// A headless Chromium that opens a page in frames of several widths, and measures it there.
struct Browser {
  enum Scheme: String, CaseIterable, Sendable {
    case light, dark
  }

  /// What is wrong with a page at one width.
  struct Measure: Sendable {
    let width: Int
    let problems: [String]
    /// How many texts of pictures were measured.
    let textCount: Int
    /// How many of axe's rules the page passed.
    let passCount: Int
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let folder: URL

  /// The page is the real one, except that it lets the tests' own script in.
  func measure(_ page: String, _ scheme: Scheme, widths: [Int]) async throws -> [Measure] {
    let name = "measure-\(UUID().uuidString)"
    let policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/
    guard page.contains(policy) else { throw Failure(description: "the page has no policy against scripts") }
    // A frame that reloads itself would never be done.
    let opened = page.replacing(policy, with: "").replacing(/<meta http-equiv="refresh"[^>]*>/, with: "")
    let wrapper = Self.wrapper
      .replacing("PAGE", with: Self.script(opened)).replacing("WIDTHS", with: "\(widths)")
      .replacing("AXE", with: Self.script(try await AccessibilityRules.text()))
    let file = folder.appending(path: name + ".html")
    try wrapper.write(to: file, atomically: true, encoding: .utf8)
    let ended = try await Subprocess.run(
      .name("chromium"),
      arguments: [
        "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1600,1000",
        "--user-data-dir=\(folder.path)/\(name)-profile", "--virtual-time-budget=60000",
        "--blink-settings=preferredColorScheme=\(scheme == .dark ? 0 : 1)", "--dump-dom", file.absoluteString,
      ], output: .string(limit: 1 << 26), error: .string(limit: 1 << 20))
    guard ended.terminationStatus.isSuccess,
      let found = (ended.standardOutput).firstMatch(of: /<pre id="result">([A-Za-z0-9+\/=]+)<\/pre>/),
      let data = Data(base64Encoded: String(found.1)), let results = try JSONReader.read([UInt8](data)).list
    else { throw Failure(description: "Chromium measured nothing: \(ended.standardError.suffix(2_000))") }
    return results.map { result in
      Measure(
        width: result["width"]?.integer ?? 0, problems: (result["problems"]?.list ?? []).compactMap(\.string),
        textCount: result["texts"]?.integer ?? 0, passCount: result["passes"]?.integer ?? 0)
    }
  }

  /// The text as a literal of a script inside a page.
  private static func script(_ text: String) -> String {
    JSONWriter.write(.string(text)).replacing("</", with: "<\\/").replacing("<!--", with: "<\\u0021--")
      .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
  }

  private static let wrapper = #"""
    <!DOCTYPE html><meta charset="utf-8"><body><pre id="result"></pre><script>
    const page = PAGE, rules = AXE;
    const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
    const touches = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
    async function measure(width) {
      const frame = document.createElement("iframe");
      frame.style = `border:0;width:${width}px;height:1000px`;
      frame.srcdoc = page;
      const loaded = new Promise(done => frame.onload = done);
      document.body.append(frame);
      await loaded;
      const view = frame.contentWindow, inner = frame.contentDocument, problems = [];
      const root = inner.documentElement;
      for (const details of inner.querySelectorAll("details")) details.open = true;
      if (root.scrollWidth > width) {
        problems.push(`scrolls sideways: ${root.scrollWidth} of ${width}`);
        for (const part of inner.body.querySelectorAll("*")) {
          const box = part.getBoundingClientRect();
          if (box.right > width + 1) problems.push(`<${part.tagName} ${part.className.baseVal ?? part.className}> ends at ${box.right}: ${part.textContent.slice(0, 60)}`);
        }
      }
      let texts = 0;
      for (const picture of inner.querySelectorAll("svg")) {
        const frame = picture.getBoundingClientRect(), scale = frame.width / picture.viewBox.baseVal.width;
        const boxes = [...picture.querySelectorAll("rect.box")].map(box => box.getBoundingClientRect());
        const all = [...picture.querySelectorAll("text")].map(text => [text, text.getBoundingClientRect()]);
        for (const [text, box] of all) {
          texts++;
          if (!inside(box, frame)) problems.push(`outside of the picture: ${text.textContent}`);
          const middle = (box.top + box.bottom) / 2;
          const own = boxes.find(b => box.left >= b.left - 1 && box.left <= b.right && middle >= b.top && middle <= b.bottom);
          if (own && !inside(box, own)) problems.push(`outside of its box: ${text.textContent}`);
          const size = parseFloat(view.getComputedStyle(text).fontSize) * scale;
          if (size < 11.99) problems.push(`${size} px: ${text.textContent}`);
        }
        for (let i = 0; i < all.length; i++)
          for (let j = i + 1; j < all.length; j++)
            if (touches(all[i][1], all[j][1])) problems.push(`"${all[i][0].textContent}" and "${all[j][0].textContent}" overlap`);
      }
      for (const part of inner.body.querySelectorAll("*")) {
        const own = [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (own && !part.closest("svg") && parseFloat(view.getComputedStyle(part).fontSize) < 11.99)
          problems.push(`${view.getComputedStyle(part).fontSize}: ${part.textContent.slice(0, 40)}`);
      }
      const script = inner.createElement("script");
      script.textContent = rules;
      inner.head.append(script);
      const found = await view.axe.run(inner, { resultTypes: ["violations"] });
      for (const violation of found.violations)
        for (const node of violation.nodes.slice(0, 5))
          problems.push(`${violation.impact} ${violation.id}: ${node.html.slice(0, 200)} ${node.failureSummary.slice(0, 300)}`);
      frame.remove();
      return { width, problems: problems.slice(0, 40), texts, passes: found.passes.length };
    }
    (async () => {
      const results = [];
      for (const width of WIDTHS) {
        try { results.push(await measure(width)); } catch (error) { results.push({ width, problems: [`${error}`], texts: 0, passes: 0 }); }
      }
      const bytes = new TextEncoder().encode(JSON.stringify(results));
      let binary = "";
      for (const byte of bytes) binary += String.fromCharCode(byte);
      document.getElementById("result").textContent = btoa(binary);
    })();
    </script>
    """#
}
