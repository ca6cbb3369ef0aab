#if XML
  import CitemillCore

  extension XMLDecoder {
    /// Why the last element gave no record.
    var absence: (code: Diagnostic.Code, message: String) {
      (.emptyElement, "an element without anything to read; skipped")
    }

    /// That of all decoders of the format.
    var framer: XMLFramer { Self.framer }

    /// Nothing: the elements of most formats are records.
    var aside: String? { nil }
  }

  extension Record {
    /// The ORCIDs and ISNIs of contributors, and of the members of groups, whose check digit is wrong (ISO
    /// 7064 MOD 11-2), as messages.
    static func wrongNumbers(of contributors: [Contributor]) -> [String] {
      var found: [String] = []
      // By index: a loop over an array copies each element with all its strings.
      for index in contributors.indices where !contributors[index].isBare {
        contributors[index].addWrongNumbers(to: &found)
        // Members of members are appended to the list, so that no recursion is needed.
        var members = contributors[index].members
        while let member = members.popLast() {
          member.addWrongNumbers(to: &found)
          members += member.members
        }
      }
      return found
    }
  }

  extension Contributor {
    fileprivate func addWrongNumbers(to messages: inout [String]) {
      for identifier in identifiers where identifier.isValid == false {
        messages.append("\(identifier.scheme) \(identifier.value) has a wrong check digit; kept as it is")
      }
    }
  }
#endif
