/// Definitions in the format that the game reads, as its plan gives them.
enum Samples {
  static let monster = #"""
    {
      "monsterId": "goblin_warrior",
      "name": "Goblin Warrior",
      "level": 5,
      "stats": {
        "health": 200,
        "attack": 15,
        "defense": 10,
        "speed": 80,
        "detectRange": 150,
        "attackRange": 30,
        "fleeHealthPercent": 0.2
      },
      "ai": {
        "behavior": "aggressive",
        "patrolRadius": 100,
        "chaseDistance": 200,
        "returnDistance": 300
      },
      "skills": ["slash", "roar"],
      "lootTable": "goblin_drops"
    }
    """#

  static let skills = #"""
    {
      "fireball": {
        "id": "fireball",
        "name": "Fireball",
        "description": "Launch a fireball dealing damage to target",
        "type": "damage",
        "cooldown": 3000,
        "manaCost": 20,
        "range": 200,
        "effects": [
          {
            "type": "damage",
            "value": 30,
            "element": "fire"
          }
        ],
        "icon": "skills/fireball.png",
        "animation": "cast_fireball"
      },
      "heal": {
        "id": "heal",
        "name": "Heal",
        "type": "heal",
        "cooldown": 5000,
        "manaCost": 30,
        "effects": [
          { "type": "heal", "value": 40 }
        ]
      }
    }
    """#

  static let item = #"""
    {
      "itemId": "iron_sword",
      "name": "Iron Sword",
      "type": "weapon",
      "rarity": "common",
      "level": 10,
      "stats": {
        "attack": 25,
        "durability": 100
      },
      "stackable": false,
      "maxStack": 1,
      "sellPrice": 50,
      "icon": "items/iron_sword.png"
    }
    """#

  static let lootTable = #"""
    {
      "lootTableId": "goblin_drops",
      "items": [
        { "itemId": "gold_coin", "chance": 0.8, "minCount": 5, "maxCount": 15 },
        { "itemId": "goblin_ear", "chance": 0.5, "minCount": 1, "maxCount": 1 },
        { "itemId": "iron_sword", "chance": 0.1, "minCount": 1, "maxCount": 1 }
      ]
    }
    """#

  /// The items that the loot table names.
  static let items = #"""
    {"items": [
      {"itemId": "gold_coin", "name": "Gold Coin", "type": "currency", "stackable": true},
      {"itemId": "goblin_ear", "name": "Goblin Ear", "type": "material", "stackable": true,
       "maxStack": 20, "sellPrice": 8},
      \#(item)
    ]}
    """#

  static let shops = #"""
    {"shops": [{"shopId": "smithy", "name": "Smithy", "goods": [
      {"itemId": "iron_sword", "price": 120}, {"itemId": "goblin_ear", "price": 8, "stock": 5}]}]}
    """#

  /// The skills that the monster names.
  static let monsterSkills = #"""
    {"skills": [
      {"id": "slash", "name": "Slash", "type": "melee", "cooldown": 1000, "manaCost": 0,
       "range": 40, "effects": [{"type": "damage", "value": 8}]},
      {"id": "roar", "name": "Roar", "type": "melee", "cooldown": 8010, "manaCost": 0,
       "range": 48.5, "radius": 40, "effects": [{"type": "push", "value": 64}]}
    ]}
    """#
}
