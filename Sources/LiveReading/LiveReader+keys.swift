package import Catalog
package import Model
import OrderedCollections
import Planning
package import Remote

extension LiveReader {
  /// Where an object is: the key in the path of its API, and its primary key if that is known and another one.
  package struct ObjectKey: Sendable, Hashable {
    package let detail: String
    package let primary: String?

    package init(detail: String, primary: String? = nil) {
      self.detail = detail
      self.primary = primary
    }
  }

  /// The objects with these keys, and more of the kind if its list takes fewer requests than they do.
  ///
  /// If only some are read and one of them is not `enough` by itself, the whole list is read. Nil if the token may not
  /// view the kind.
  package func objects(
    of kind: Kind, at keys: [ObjectKey], isEnough: (Kind, ValueMap) -> Bool
  ) async throws(APIError) -> (objects: [ValueMap], isWhole: Bool)? {
    do throws(APIError) {
      var read = try await KindReader(api: api, kind: kind, parallelism: parallelism)
        .read(keys.map { target($0, of: kind) })
      if !read.isWhole, !read.objects.allSatisfy({ $0.map.map { isEnough(kind, $0) } ?? false }) {
        read = KindReader.Read(objects: try await api.list(kind), isWhole: true)
      }
      guard kind.model == "authentik_rbac.role" else {
        return (read.objects.compactMap(\.map), read.isWhole)
      }
      let wanted = Set(keys.map(\.detail))
      let roles = try await concurrently(read.objects, limit: parallelism) { role in
        let key = role[kind.primaryKey]?.string ?? ""
        return wanted.contains(key) ? await withPermissions(role, kind) : role
      }
      return (roles.compactMap(\.map), read.isWhole)
    } catch APIError.notPermitted {
      return nil
    } catch APIError.notFound {
      // A setting may turn a kind off.
      return ([], true)
    }
  }

  private func target(_ key: ObjectKey, of kind: Kind) -> LookupTarget {
    var identifiers: ValueMap = [:]
    var primary = key.primary
    if let detail = kind.detailField, detail != kind.primaryKey {
      identifiers[detail] = .string(key.detail)
    } else {
      primary = key.detail
    }
    let isNumber = kind.field(kind.primaryKey)?.type == .integer
    let value = primary.flatMap { text in isNumber ? Int(text).map(Value.integer) : .string(text) }
    return LookupTarget(
      model: kind.model,
      address: ResourceAddress(model: kind.model, identifiers: ["pk": .string(key.detail)]),
      identifiers: identifiers, primaryKeys: value.map { [$0] } ?? [])
  }
}
