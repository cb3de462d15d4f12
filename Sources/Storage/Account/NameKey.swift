import Foundation

/// What makes two names the same: letters of either case, full-width and half-width forms, and
/// letters written with or apart from their marks. `Ada`, `ADA` and `Ａｄａ` are one name.
///
/// Letters of different scripts that look alike stay different.
public enum NameKey {
  /// The text that all names have in common which are the same.
  public static func key(of name: String) -> String {
    name.precomposedStringWithCompatibilityMapping.lowercased()
      .precomposedStringWithCompatibilityMapping
  }
}
