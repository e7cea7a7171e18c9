import Model
import Testing

@Suite struct FieldPathTests {
  @Test func isPrintedWithDotsAndBrackets() {
    let path = FieldPath("settings").appending(.key("providers")).appending(.index(0)).appending(.key("name"))
    #expect(path.description == "settings.providers[0].name")
    #expect(FieldPath([]).description == "")
  }
}
