extension GameMapBuilder {
  /// The layers that hold something, groups opened, in drawing order. What a group says of all its
  /// members stands in each; objects stand where the offsets of their layers put them.
  func flatLayers(_ layers: [TiledLayer], in group: TiledLayer? = nil) -> [TiledLayer] {
    layers.flatMap { layer -> [TiledLayer] in
      let layer = group.map(layer.inside) ?? layer
      guard case .group(let members) = layer.content else { return [layer.withObjectsMoved] }
      return flatLayers(members, in: layer)
    }
  }

  /// Reports what layers have that the game has not: a warning where the map only looks different,
  /// an error where it would work otherwise than it looks.
  func checkDrawing(_ layers: [TiledLayer]) {
    for layer in layers {
      switch layer.content {
      case .image:
        if layer.isCollision {
          log.error(
            layer.place, "An image layer cannot be the collision layer.",
            "Make it a tile layer, or give it another name and class.")
        } else if layer.isVisible {
          log.warning(
            layer.place, "The game does not draw image layers.",
            "Draw the picture with tiles, or hide the layer.")
        }
      case .tiles: checkPlace(layer)
      case .objects:
        if layer.isParallax {
          log.warning(
            layer.place, "Its parallax factor does not move its objects in the game.",
            "In Tiled, set the layer's parallax factor to 1.")
        }
      case .group: break
      }
      if layer.isTinted, layer.isVisible, !layer.isCollision {
        log.warning(
          layer.place, "Its tint colour is not drawn in the game.", "Paint the tiles themselves.")
      }
    }
  }

  private func checkPlace(_ layer: TiledLayer) {
    guard layer.isMoved || layer.isParallax else { return }
    let sentence =
      layer.isMoved
      ? "It is moved by \(layer.offsetX), \(layer.offsetY) pixels"
      : "It has a parallax factor of \(layer.parallaxX), \(layer.parallaxY)"
    let remedy =
      layer.isMoved
      ? "In Tiled, set the offset of the layer and of its groups to 0."
      : "In Tiled, set the parallax factor of the layer and of its groups to 1."
    if layer.isCollision {
      log.error(
        layer.place, "\(sentence), but the collision layer must lie on the map's tiles.", remedy)
    } else if layer.isVisible {
      log.warning(layer.place, "\(sentence), but the game draws it in its place.", remedy)
    }
  }
}

extension TiledLayer {
  /// The layer with what `group` says of it.
  fileprivate func inside(_ group: TiledLayer) -> TiledLayer {
    var layer = self
    layer.isVisible = isVisible && group.isVisible
    layer.opacity *= group.opacity
    layer.offsetX += group.offsetX
    layer.offsetY += group.offsetY
    layer.parallaxX *= group.parallaxX
    layer.parallaxY *= group.parallaxY
    layer.isTinted = isTinted || group.isTinted
    if className.isEmpty { layer.className = group.className }
    return layer
  }

  fileprivate var withObjectsMoved: TiledLayer {
    guard isMoved, case .objects(let objects) = content else { return self }
    var layer = self
    layer.content = .objects(objects.map { $0.moved(x: offsetX, y: offsetY) })
    layer.offsetX = 0
    layer.offsetY = 0
    return layer
  }
}
