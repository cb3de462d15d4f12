extension ContentSource {
  /// The path of an image that `file` names; nil, with a finding, when it lies outside the content.
  func path(ofImage text: String, relativeTo file: FilePath, for fields: JSONFields) -> FilePath? {
    guard !text.isEmpty else {
      fields.log.error(
        fields.place, "Its image has no file.", "Save the image as a PNG of its own and choose it.")
      return nil
    }
    guard let path = FilePath(text, relativeTo: file.folder) else {
      fields.log.error(
        fields.place, "The image \(quoted(text)) lies outside the content folder.",
        "Move the image into the content folder and choose it again.")
      return nil
    }
    return path
  }

  /// The path of an image that is named but not drawn, once it is known to exist; nil, with a
  /// finding, when it does not, and without one when none is named.
  @discardableResult
  func checkImage(of fields: JSONFields, relativeTo file: FilePath) -> FilePath? {
    guard let text = fields.string("image", default: "") else { return nil }
    // Image layers may be without one.
    guard !text.isEmpty, let path = path(ofImage: text, relativeTo: file, for: fields) else {
      return nil
    }
    guard !isMissing(path) else {
      fields.log.error(
        fields.place, "The image \(quoted(text)) does not exist.",
        "Add the image, or choose another one.")
      return nil
    }
    return path
  }
}
