/* Citing a reference inside rich text: the selected words get the number of a row under References. */
(() => {
  const { React, DraftJS, draftail } = window;

  class ReferenceSource extends React.Component {
    componentDidMount() {
      const { editorState, entity, entityType, onComplete, onClose } = this.props;
      const selection = editorState.getSelection();
      window.hubReferences.one(entity?.getData().id).then((id) => {
        if (!id || selection.isCollapsed()) {
          onClose();
          return;
        }
        const content = editorState.getCurrentContent().createEntity(entityType.type, "MUTABLE", { id });
        const key = content.getLastCreatedEntityKey();
        onComplete(DraftJS.RichUtils.toggleLink(editorState, selection, key));
      });
    }

    render() {
      return null;
    }
  }

  function CitedWords(props) {
    const { id } = props.contentState.getEntity(props.entityKey).getData();
    const about = { icon: "#icon-openquote", label: `Cites ${id}`, url: null };
    return React.createElement(draftail.TooltipEntity, { ...props, ...about });
  }

  draftail.registerPlugin({ type: "REFERENCE", source: ReferenceSource, decorator: CitedWords }, "entityTypes");
})();
