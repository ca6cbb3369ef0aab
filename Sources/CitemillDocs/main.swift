print("citemill")
